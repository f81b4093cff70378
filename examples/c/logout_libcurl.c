/* A logout with libcurl in a thread that may block, with registration, token and state file:
 *     logout_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD */
#include "example.h"
#include "send_libcurl.h"

int main(int argc, char **argv)
{
    expect(argc == 5, "logout_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE MVPD");
    tvpass_site *site = open_site(argv[1]);
    tvpass_operation *logout = sign_out(argv[4]);
    tvpass_state_file *file = NULL;
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    TRY(tvpass_state_file_open, tvpass_str_of(argv[3]), &file);
    tvpass_client *client = open_client(site, argv[2], file);
    TRY(tvpass_client_start, client, now_ms(), logout, 0, &call);
    const tvpass_step *step;
    while ((step = tvpass_call_poll(call, now_ms()))->kind != TVPASS_STEP_DONE) {
        if (step->kind == TVPASS_STEP_SEND)
            send_request(call, step);
        else if (step->kind == TVPASS_STEP_PERSIST)
            TRY(tvpass_call_persisted, call, now_ms(), save(file, step->state));
        else
            sleep_ms(step->timeout_ms);
    }
    if (tvpass_call_take_outcome(call, &outcome, &error) != TVPASS_STATUS_OK)
        fail_with_report(client, now_ms(), error);
    show(tvpass_outcome_logout(outcome));
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    tvpass_client_free(client);
    tvpass_state_file_free(file);
    tvpass_operation_free(logout);
    tvpass_site_free(site);
}
