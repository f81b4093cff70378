/* Who is signed in, and a sign-in on a second screen, with libcurl in a thread that may block:
 *     sign_in_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE PROVIDER
 * PROVIDER is what the user types to find the TV provider. What is shown is a grid of characters,
 * drawn in memory and then printed, as firmware draws into a framebuffer. */
#include "example.h"
#include "send_libcurl.h"

enum { COLUMNS = 80, ROWS = 40 };
/* Text, or two light modules of a QR code on top of one another: 1 is the upper one, 2 the lower, 3 both. */
static char screen[ROWS][COLUMNS];

static void clear(void)
{
    memset(screen, ' ', sizeof screen);
}

static void draw(size_t row, const char *text)
{
    for (size_t x = 0; row < ROWS && x < COLUMNS && text[x] != '\0'; x++)
        screen[row][x] = text[x];
}

/* With four light modules on each side: outside of the code all are light. */
static void draw_qr(size_t row, tvpass_str modules, size_t size)
{
    for (size_t y = 0; y < size + 8 && row < ROWS; y += 2, row++) {
        for (size_t x = 0; x < size + 8 && x < COLUMNS; x++) {
            bool upper = tvpass_qr_is_dark(modules, size, x - 4, y - 4);
            bool lower = tvpass_qr_is_dark(modules, size, x - 4, y - 3);
            screen[row][x] = (char)((upper ? 0 : 1) | (lower ? 0 : 2));
        }
    }
}

static void print(void)
{
    static const char *const blocks[] = {" ", "\xe2\x96\x80", "\xe2\x96\x84", "\xe2\x96\x88"};
    for (size_t y = 0; y < ROWS; y++) {
        size_t width = COLUMNS;
        while (width > 0 && screen[y][width - 1] == ' ')
            width--;
        for (size_t x = 0; x < width; x++)
            printf("%s%.*s", screen[y][x] < 4 ? blocks[(int)screen[y][x]] : "", screen[y][x] >= 4, &screen[y][x]);
        if (width > 0)
            printf("\n");
    }
    fflush(stdout);
}

/* Again whenever another minute has passed. */
static void show_code(const tvpass_code_screen *code)
{
    static const tvpass_code_screen *shown;
    static uint64_t shown_minutes;
    char line[COLUMNS + 1];
    uint64_t minutes = tvpass_remaining_ms(code->expires_at_ms, now_ms()) / 60000;
    if (code == shown && minutes == shown_minutes)
        return;
    shown = code;
    shown_minutes = minutes;
    clear();
    snprintf(line, sizeof line, "Sign in with your phone: scan this, or open %s and enter", code->address.data);
    draw(0, line);
    size_t at = (size_t)snprintf(line, sizeof line, "code");
    for (size_t i = 0; i < code->group_count && at < sizeof line; i++)
        at += (size_t)snprintf(line + at, sizeof line - at, " %s", code->groups[i].data);
    draw(1, line);
    snprintf(line, sizeof line, "good for %u minutes", (unsigned)minutes);
    draw(2, line);
    draw_qr(4, code->qr_modules, code->qr_size);
    print();
}

static void tell(tvpass_call *call, tvpass_tell_kind kind, tvpass_str text)
{
    tvpass_tell_input input = TVPASS_TELL_INPUT_INIT;
    input.kind = kind;
    input.text = text;
    TRY(tvpass_call_tell, call, now_ms(), &input);
}

/* What a user does with a remote: types a part of the name, and takes the first that fits. */
static void choose(tvpass_call *call, const tvpass_presented *presented, const char *typed, bool *is_typed)
{
    if (!*is_typed) {
        *is_typed = true;
        tell(call, TVPASS_TELL_SEARCH, tvpass_str_of(typed));
    } else if (presented->provider_count > 0) {
        tell(call, TVPASS_TELL_PROVIDER_CHOSEN, presented->providers[0]->id);
    } else {
        fprintf(stderr, "no TV provider has %s in its name\n", typed);
        exit(EXIT_FAILURE);
    }
}

/* Runs a flow to its end, which stays until the call is freed. */
static const tvpass_presented *run(tvpass_call *call, const tvpass_state_file *file, const char *typed)
{
    const tvpass_step *step;
    bool is_typed = false;
    while ((step = tvpass_call_poll(call, now_ms()))->kind != TVPASS_STEP_DONE) {
        if (step->kind == TVPASS_STEP_SEND)
            send_request(call, step);
        else if (step->kind == TVPASS_STEP_PERSIST)
            TRY(tvpass_call_persisted, call, now_ms(), save(file, step->state));
        else if (step->kind == TVPASS_STEP_WAIT)
            sleep_ms(step->timeout_ms < 1000 ? step->timeout_ms : 1000);
        else if (step->presented->kind == TVPASS_PRESENTED_CHOOSE_PROVIDER)
            choose(call, step->presented, typed, &is_typed);
        if (step->presented != NULL && step->presented->kind == TVPASS_PRESENTED_SHOW_CODE)
            show_code(step->presented->code_screen);
    }
    return step->presented;
}

/* Prints how it ended; frees the flow. */
static bool is_signed_in(tvpass_call *call, const tvpass_presented *end)
{
    const tvpass_kept_mvpd *mvpd = NULL;
    if (end->kind == TVPASS_PRESENTED_STATUS && end->status->profile_count > 0)
        mvpd = end->status->mvpd;
    else if (end->kind == TVPASS_PRESENTED_SIGNED_IN)
        mvpd = end->signed_in->mvpd;
    else if (end->words != NULL)
        printf("%s\n", tvpass_words_text(end->words, "en").data);
    if (mvpd != NULL) {
        printf("signed in with ");
        print_received(mvpd->name);
        printf("\n");
    }
    tvpass_call_free(call);
    return mvpd != NULL;
}

int main(int argc, char **argv)
{
    expect(argc == 5, "sign_in_libcurl BASE_URL SOFTWARE_STATEMENT STATE_FILE PROVIDER");
    tvpass_site *site = open_site(argv[1]);
    tvpass_state_file *file = NULL;
    tvpass_account *account = NULL;
    tvpass_call *call = NULL;
    TRY(tvpass_state_file_open, tvpass_str_of(argv[3]), &file);
    tvpass_client *client = open_client(site, argv[2], file);
    tvpass_account_settings settings = TVPASS_ACCOUNT_SETTINGS_INIT;
    settings.service_provider = TVPASS_STR("REF30");
    settings.domain_name = TVPASS_STR("adobe.com");
    settings.redirect_url = TVPASS_STR("https://example.com/signed-in");
    settings.activation_page = TVPASS_STR("https://example.com/tv");
    TRY(tvpass_account_new, client, &settings, &account);
    TRY(tvpass_account_status, account, &call);
    bool done = is_signed_in(call, run(call, file, NULL));
    if (!done) {
        TRY(tvpass_account_sign_in, account, NULL, &call);
        done = is_signed_in(call, run(call, file, argv[4]));
    }
    tvpass_account_free(account);
    tvpass_client_free(client);
    tvpass_state_file_free(file);
    tvpass_site_free(site);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
