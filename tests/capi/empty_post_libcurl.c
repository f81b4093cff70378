/* A POST without a body, sent as the example sends: a session about which nothing is known yet.
 *     empty_post_libcurl BASE_URL SOFTWARE_STATEMENT */
/* The example's `main`, which is not called: only a real one may end without a `return`. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wreturn-type"
#define main logout_main
#include "../../examples/c/logout_libcurl.c"
#undef main
#pragma GCC diagnostic pop

int main(int argc, char **argv)
{
    expect(argc == 3, "empty_post_libcurl BASE_URL SOFTWARE_STATEMENT");
    tvpass_site *site = open_site(argv[1]);
    tvpass_client_config config = TVPASS_CLIENT_CONFIG_INIT;
    config.software_statement = tvpass_str_of(argv[2]);
    config.no_persistence = true;
    tvpass_start start = TVPASS_START_INIT;
    tvpass_client *client = NULL;
    TRY(tvpass_client_new, site, &config, &start, &client);
    tvpass_create_session_input input = TVPASS_CREATE_SESSION_INPUT_INIT;
    input.service_provider = TVPASS_STR("REF30");
    tvpass_operation *create = NULL;
    tvpass_call *call = NULL;
    tvpass_outcome *outcome = NULL;
    TRY(tvpass_create_session_new, &input, &create);
    TRY(tvpass_client_start, client, now_ms(), create, 0, &call);
    const tvpass_step *step;
    while ((step = tvpass_call_poll(call, now_ms()))->kind != TVPASS_STEP_DONE) {
        if (step->kind == TVPASS_STEP_SEND)
            send_request(call, step);
        else
            sleep_ms(step->timeout_ms);
    }
    TRY(tvpass_call_take_outcome, call, &outcome);
    printf("code %s\n", tvpass_outcome_session(outcome)->code.data);
    tvpass_outcome_free(outcome);
    tvpass_call_free(call);
    tvpass_operation_free(create);
    tvpass_client_free(client);
    tvpass_site_free(site);
}
