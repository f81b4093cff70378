/* State in and out, and the registration that is lost. */
#include "check.h"
#include "fixture.h"

static tvpass_step_kind poll(tvpass_call *call, uint64_t now)
{
    return tvpass_call_poll(call, now)->kind;
}

/* The state after registration and token; the caller frees it. */
static tvpass_text *stored(fixture *f)
{
    tvpass_response *answers[] = {registered(), granted()};
    tvpass_text *state = NULL;
    for (size_t i = 0; i < 2; i++) {
        CHECK(tvpass_call_respond(f->call, 1000, answers[i], NULL) == TVPASS_STATUS_OK);
        tvpass_response_free(answers[i]);
        CHECK(poll(f->call, 1000) == TVPASS_STEP_PERSIST);
        CHECK(tvpass_call_persisted(f->call, 1000, true, NULL) == TVPASS_STATUS_OK);
        CHECK(poll(f->call, 1000) == TVPASS_STEP_SEND);
    }
    CHECK(tvpass_client_state(f->client, &state, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(state->text, tvpass_call_poll(f->call, 1000)->state.data);
    return state;
}

static void state_is_read_again(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_text *state = stored(&f);
    f.start.state = state->text;
    f.start.now_ms = 5;
    f.start.unix_ms = 1700000001000u;
    tvpass_client *client = a_client(&f, &f.client_config);
    tvpass_text_free(state);
    CHECK(tvpass_client_is_registered(client));
    tvpass_call *call = a_call(&f, client, 5, 0);
    const tvpass_step *step = tvpass_call_poll(call, 5);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/api/v2/"));
    tvpass_call_free(call);
    tvpass_client_free(client);
    fixture_free(&f);
}

static tvpass_status begin(fixture *f, const tvpass_client_config *config, tvpass_str state, tvpass_error **error)
{
    tvpass_client *client = NULL;
    f->start.state = state;
    tvpass_status status = tvpass_client_new(f->site, config, &f->start, &client, error);
    CHECK((client == NULL) == (status != TVPASS_STATUS_OK));
    tvpass_client_free(client);
    return status;
}

static void unusable_state_is_refused(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_text *state = stored(&f);
    tvpass_str cut = {state->text.data, state->text.len - 1};
    tvpass_error *error = NULL;
    CHECK(begin(&f, &f.client_config, cut, &error) == TVPASS_STATUS_STATE_CORRUPT);
    CHECK(!contains(error->message, "test-client-secret"));
    CHECK_ERROR(error, TVPASS_STATUS_STATE_CORRUPT);
    /* A file that lost its contents is no first start. */
    CHECK(begin(&f, &f.client_config, TVPASS_STR(""), NULL) == TVPASS_STATUS_STATE_CORRUPT);
    CHECK(begin(&f, &f.client_config, TVPASS_STR("{\"format\":\"tvpass-state\",\"version\":99}"), NULL) ==
          TVPASS_STATUS_STATE_TOO_NEW);
    tvpass_client_config other = f.client_config;
    other.software_statement = TVPASS_STR("other");
    other.redirect_uri = TVPASS_STR("https://example.com/signed-out");
    CHECK(begin(&f, &other, state->text, NULL) == TVPASS_STATUS_STATE_OF_ANOTHER_APP);
    tvpass_client_config own = app_tokens();
    CHECK(begin(&f, &own, state->text, NULL) == TVPASS_STATUS_INVALID_INPUT);
    CHECK(begin(&f, &f.client_config, state->text, NULL) == TVPASS_STATUS_OK);
    tvpass_text_free(state);
    fixture_free(&f);
}

/* The file without the HTTP client. */
static void a_state_file_keeps_the_state(void)
{
    static const char *const name = "state-file-of-one-test";
    fixture f;
    fixture_new(&f);
    remove(name);
    tvpass_state_file *file = NULL;
    tvpass_state_file *second = NULL;
    tvpass_text *loaded = NULL;
    tvpass_error *error = NULL;
    tvpass_text *state = stored(&f);
    CHECK(tvpass_state_file_open(tvpass_str_of(name), &file, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_state_file_open(tvpass_str_of(name), &second, NULL) == TVPASS_STATUS_STORAGE_IN_USE);
    CHECK(tvpass_state_file_load(file, &loaded, NULL) == TVPASS_STATUS_OK);
    CHECK(loaded == NULL);
    CHECK(tvpass_state_file_save(file, TVPASS_STR(""), &error) == TVPASS_STATUS_INVALID_INPUT);
    CHECK_STR(error->field, "state");
    CHECK_ERROR(error, TVPASS_STATUS_INVALID_INPUT);
    CHECK(tvpass_state_file_save(file, TVPASS_STR("older"), NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_state_file_save(file, state->text, NULL) == TVPASS_STATUS_OK);
    tvpass_state_file_free(file);
    CHECK(tvpass_state_file_open(tvpass_str_of(name), &file, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_state_file_load(file, &loaded, NULL) == TVPASS_STATUS_OK);
    CHECK_STR(loaded->text, state->text.data);
    CHECK(begin(&f, &f.client_config, loaded->text, NULL) == TVPASS_STATUS_OK);
    tvpass_text_free(loaded);
    tvpass_state_file_free(file);
    /* What lost its contents is there all the same. */
    FILE *emptied = fopen(name, "wb");
    CHECK(emptied != NULL && fclose(emptied) == 0);
    CHECK(tvpass_state_file_open(tvpass_str_of(name), &file, NULL) == TVPASS_STATUS_OK);
    CHECK(tvpass_state_file_load(file, &loaded, NULL) == TVPASS_STATUS_OK);
    CHECK(loaded != NULL && begin(&f, &f.client_config, loaded->text, NULL) == TVPASS_STATUS_STATE_CORRUPT);
    tvpass_text_free(loaded);
    tvpass_state_file_free(file);
    tvpass_text_free(state);
    fixture_free(&f);
}

static tvpass_response *unknown_client(void)
{
    return answer(400, "application/json", "{\"error\":\"invalid_client\"}");
}

/* Up to the token request's answer, which says that the registration is gone. */
static void lose(fixture *f)
{
    tvpass_response *response = registered();
    CHECK(tvpass_call_respond(f->call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
    CHECK(poll(f->call, 1000) == TVPASS_STEP_PERSIST);
    CHECK(tvpass_call_persisted(f->call, 1000, true, NULL) == TVPASS_STATUS_OK);
    CHECK(poll(f->call, 1000) == TVPASS_STEP_SEND);
    response = unknown_client();
    CHECK(tvpass_call_respond(f->call, 1000, response, NULL) == TVPASS_STATUS_OK);
    tvpass_response_free(response);
}

static void a_lost_registration_is_reported_until_it_is_forgotten(void)
{
    fixture f;
    fixture_new(&f);
    tvpass_outcome *outcome = NULL;
    tvpass_error *error = NULL;
    lose(&f);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_outcome(f.call, &outcome, &error) == TVPASS_STATUS_REGISTRATION_LOST);
    CHECK(error->cause == TVPASS_STATUS_DCR_ERROR);
    CHECK_STR(error->adobe_code, "invalid_client");
    CHECK_ERROR(error, TVPASS_STATUS_REGISTRATION_LOST);
    tvpass_call *call = a_call(&f, f.client, 1000, 0);
    CHECK(poll(call, 1000) == TVPASS_STEP_DONE);
    CHECK(tvpass_call_take_outcome(call, &outcome, NULL) == TVPASS_STATUS_REGISTRATION_LOST);
    tvpass_call_free(call);
    CHECK(tvpass_client_forget_registration(f.client, NULL) == TVPASS_STATUS_OK);
    call = a_call(&f, f.client, 1000, 0);
    const tvpass_step *step = tvpass_call_poll(call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/o/client/register"));
    tvpass_call_free(call);
    fixture_free(&f);
}

static void it_may_register_again_if_it_is_allowed(void)
{
    fixture f;
    fixture_new(&f);
    f.client_config.register_again = true;
    tvpass_client *client = a_client(&f, &f.client_config);
    tvpass_call_free(f.call);
    f.call = a_call(&f, client, 1000, 0);
    CHECK(poll(f.call, 1000) == TVPASS_STEP_SEND);
    lose(&f);
    const tvpass_step *step = tvpass_call_poll(f.call, 1000);
    CHECK(step->kind == TVPASS_STEP_SEND);
    CHECK(contains(step->request->url, "/o/client/register"));
    CHECK(step->registration_was_lost);
    tvpass_client_free(client);
    fixture_free(&f);
}

void state_tests(void)
{
    RUN(state_is_read_again);
    RUN(unusable_state_is_refused);
    RUN(a_state_file_keeps_the_state);
    RUN(a_lost_registration_is_reported_until_it_is_forgotten);
    RUN(it_may_register_again_if_it_is_allowed);
}
