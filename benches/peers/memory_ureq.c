/* What a process occupies that has done one logout, sent by the library's own HTTP client: PROGRAM INPUT-FOLDER. */
#include "device_tvpass.h"
#include "status.h"

int main(int argc, char **argv)
{
    input in;
    tvpass_site *site = NULL;
    tvpass_access_token *token = NULL;
    tvpass_operation *operation = NULL;
    tvpass_driver *driver = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_status status;

    if (argc != 2)
        return 2;
    in = read_input(argv[1]);
    status = describe(&in, &site);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_access_token_new(str_of(in.token), &token, NULL);
    if (status == TVPASS_STATUS_OK)
        status = sign_out(&in, &operation);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_driver_new(NULL, &driver, NULL);
    if (status == TVPASS_STATUS_OK)
        status = tvpass_driver_run_blocking(driver, operation, site, token, &outcome, NULL);
    tvpass_outcome_free(outcome);
    tvpass_driver_free(driver);
    tvpass_operation_free(operation);
    tvpass_access_token_free(token);
    tvpass_site_free(site);
    if (status != TVPASS_STATUS_OK)
        fprintf(stderr, "failed with status %d\n", (int)status);
    return status == TVPASS_STATUS_OK ? print_status() : 3;
}
