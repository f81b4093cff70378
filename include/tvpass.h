/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tvpass: Adobe Pass Authentication (TV Everywhere, REST API V2) on devices. It builds the
 * requests, says what to do next and interprets the answers. It opens no socket, reads no clock,
 * starts no thread and writes no file, except in functions whose names end in _blocking, and in
 * tvpass_state_file and tvpass_blocking_client.
 *
 * THREE KINDS OF THINGS
 *
 *   inputs    structures that you fill in: tvpass_device_info, tvpass_logout_input, ...
 *   handles   pointers to what lives: tvpass_client, tvpass_account, tvpass_call, ...
 *   results   structures that you read: tvpass_step, tvpass_request, tvpass_profiles, ...
 *
 * INPUTS begin with their own size, which an initialiser sets. Everything else is zero, and zero is
 * always the default. A function reads an input, and what it refers to, before it returns.
 *
 *     tvpass_logout_input input = TVPASS_LOGOUT_INPUT_INIT;
 *     input.service_provider = TVPASS_STR("REF30");
 *     input.mvpd = tvpass_str_of(mvpd);
 *     input.redirect_url = TVPASS_STR("https://example.com/signed-out");
 *     tvpass_operation *logout;
 *     tvpass_status status = tvpass_logout_new(&input, &logout, NULL);
 *
 * RESULTS are made by the library and read-only. Most belong to a handle, and stay as long as their
 * descriptions say. Those that a function writes to `out` or `error` are yours to free. Lists are
 * arrays of pointers. Do not make a result by yourself, and do not copy one: it may grow.
 *
 * TWO LAYERS
 *
 * An operation is what is asked of the service; tvpass_logout_new and its like make one. The page
 * at which a user signs in is none (tvpass_authenticate_url_new). A site is where requests go, and
 * for which device: tvpass_site_new.
 *
 * For apps that own their access tokens and their HTTP stack, an exchange is one request and the
 * meaning of its answer: tvpass_exchange_new, tvpass_exchange_request, tvpass_exchange_interpret.
 *
 * Clients and calls also do what is easily got wrong by hand: register once, hold one access token,
 * renew it, recover from 401, pace requests, wait out 429, retry what may be retried, have the
 * credentials stored. A call is polled with the time and says what to do:
 *
 *     tvpass_call *call;
 *     const tvpass_step *step;
 *     tvpass_client_start(client, now_ms(), logout, 0, &call, NULL);
 *     while ((step = tvpass_call_poll(call, now_ms()))->kind != TVPASS_STEP_DONE) {
 *         switch (step->kind) {
 *         case TVPASS_STEP_SEND:           // send step->request; then tvpass_call_respond or _fail
 *         case TVPASS_STEP_WAIT:           // sleep for step->timeout_ms
 *         case TVPASS_STEP_PERSIST:        // store step->state; then tvpass_call_persisted
 *         case TVPASS_STEP_PROVIDE_TOKEN:  // only with the app's own tokens
 *         }
 *     }
 *     tvpass_status status = tvpass_call_take_outcome(call, &outcome, &error);
 *     tvpass_call_free(call);
 *
 * examples/c has this loop in full, blocking and in an event loop. docs/firmware.md is the way from
 * nothing to a running program.
 *
 * Flows are several calls, and what the user is shown: sign in, who is signed in, what may be
 * watched, sign out. An account begins them (tvpass_account_new, tvpass_account_sign_in, ...), and
 * each is a tvpass_call, driven by the same loop, with one step more:
 *
 *         case TVPASS_STEP_PRESENT:        // show step->presented; then tvpass_call_tell
 *
 * How a flow ended is in the presented of TVPASS_STEP_DONE. docs/flows.md says what they do.
 *
 * SENDING
 *
 * A request is sent as it is and once. The HTTP client must follow no redirect, and must not repeat
 * a request by itself, as most do when a connection that they use again turns out to be dead: the
 * service may have acted on the first one, the answer to the second is a plain `invalid`, and the
 * user of a shared television is told that all is done. Report a lost connection with
 * tvpass_call_fail and TVPASS_DELIVERY_POSSIBLE: the call repeats what may be repeated, and says
 * that the outcome is in doubt. How to stop libcurl (set CURLOPT_FRESH_CONNECT and
 * CURLOPT_FORBID_REUSE), HttpURLConnection, OkHttp and URLSession from it is in docs/firmware.md.
 * Do not let a request run longer than the step's timeout_ms.
 *
 * OWNERSHIP
 *
 * What a function writes to `out` belongs to the caller, who frees it with the `_free` function of
 * its type, once; freeing NULL does nothing. Handles do not depend on each other: whatever was used
 * to make a handle may be freed right afterwards, in any order. The words in the descriptions of
 * parameters:
 *
 *   borrowed   read, and not kept after the function returns
 *   changed    written to, and not kept
 *   copied     a text of the caller's that the library makes its own copy of
 *   consumed   belongs to the library from now on: do not use it again
 *   receives   a pointer to a variable of the caller's, which the function writes
 *
 * What the library keeps of secrets (tokens, client credentials, software statement, stored state,
 * requests, the bodies of answers, results) is overwritten with zeros when it is freed. A sign-in's
 * code and URL, what a framework said, SAML, identities and what an MVPD tells about its user are
 * in inputs and outcomes alone, never in an error, an event or the support report. Out of its reach
 * are your own copies, the buffers of the HTTP client and of TLS, the built-in one's included, and
 * the buffer in which its JSON parser undoes escapes inside of a secret, which tokens usually do
 * not have.
 *
 * ERRORS
 *
 * What the service, a proxy or your HTTP client says is never kept as it came: in the texts of
 * errors, events and the support report, secrets and the device's identifier are replaced by
 * [secret], control characters and line breaks by spaces, invisible and bidirectional characters by
 * U+FFFD, and they are at most 512 bytes long (codes, actions and traces 128; what is cut ends with
 * an ellipsis). Only the texts of an outcome are as received, so that you can compare them: check
 * them before you print them.
 *
 * A function that can fail returns tvpass_status, 0 if it did not, and takes an optional `error`:
 * NULL, or the address of a pointer that receives the details (to be freed with tvpass_error_free),
 * or NULL if all went well. `out` is NULL after a failure. Common statuses, which every such
 * function can return: TVPASS_STATUS_NULL_ARGUMENT (a member that is required, too),
 * TVPASS_STATUS_INVALID_UTF8, TVPASS_STATUS_PANIC, TVPASS_STATUS_POISONED,
 * TVPASS_STATUS_OUT_OF_RANGE for a length that no text can have (more than half of the address
 * space) and for the size of an input that was not initialised, and TVPASS_STATUS_UNKNOWN_INPUT for
 * an input that has something set which this library does not know, since the program was compiled
 * with a newer header. The other functions cannot fail; what they return for NULL is in their
 * description.
 *
 * NULL, wrong order and wrong values are statuses, never crashes. A bug in the library ends in
 * TVPASS_STATUS_PANIC: no exception crosses this interface, a line about it goes to standard error,
 * and the handle (with a call: its client, too) is poisoned. It can only be freed then; every other
 * function on it returns TVPASS_STATUS_POISONED, or what it returns for NULL. What cannot be
 * caught: a pointer to something else, a handle that was freed, a wrong length or size, running out
 * of memory.
 *
 * There is no global state and no last error.
 *
 * THREADS
 *
 * No function needs a certain thread, and handles may be passed from one thread to another. A
 * handle that a function takes as `const T *` may be used by any number of threads at once, as long
 * as none uses it as `T *` meanwhile. A handle that a function takes as `T *` must not be used by
 * another thread meanwhile. Clients are taken as `const`: one client serves all threads, each of
 * which drives calls of its own. "Threads: any" and "Threads: one at a time per handle" in the
 * descriptions mean these two. A result may be read by any thread as long as it is there.
 *
 * Functions whose names end in _blocking wait for the network, and no longer than their limit or
 * deadline, whoever is slow. All others return at once, but for those of tvpass_state_file and
 * tvpass_blocking_client_open, _start_over and _free, which wait for the disk.
 *
 * NUMBERS
 *
 * Enumerations are int32_t with named constants. A number, once given, keeps its meaning and is
 * never reused; expect new ones in later versions and treat them as UNKNOWN. Times are milliseconds
 * on a scale of the caller's choice, which should not run backwards (CLOCK_MONOTONIC serves); where
 * the wall clock is meant, the name says unix.
 *
 * VERSIONS
 *
 * Functions are never removed or changed within a major version, and structures only grow, at their
 * end: docs/abi.md. TVPASS_HAS_UREQ has to be defined for libraries that were built with the
 * built-in HTTP client, TVPASS_HAS_FILE_STORE for those with tvpass_state_file, TVPASS_HAS_FLOWS
 * for those with flows; pkg-config and CMake do.
 */

#ifndef TVPASS_H
#define TVPASS_H

/* Generated from src/ffi/capi by cbindgen (cargo xtask header). Do not edit. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TVPASS_VERSION_MAJOR 0 ///< The major version of this header.
#define TVPASS_VERSION_MINOR 1 ///< The minor version of this header.

#define TVPASS_VERSION_PATCH 0 ///< The patch version of this header.
/// The longest body that `tvpass_response_append_body` takes, in bytes. Adobe's answers are a few
/// kilobytes.
#define TVPASS_MAX_RESPONSE_BODY 1048576
#define TVPASS_MAX_EVENT_QUEUE 4096 ///< The longest event queue, in events.
/// The remaining lifetime of a token that is not known: it is used until it is rejected.
#define TVPASS_LIFETIME_UNKNOWN 18446744073709551615ull

/// An access token, for requests that the app sends with tokens of its own. Overwritten with zeros
/// when it and what was made with it are freed.
typedef struct tvpass_access_token tvpass_access_token;

#if defined(TVPASS_HAS_FLOWS)
/// The user of one service provider on a client, and where flows begin: who is signed in, which
/// permits and which configuration are at hand. Make one for each service provider, and keep it
/// while the app runs. What is kept across restarts is in the client's state.
///
/// Its functions take it as `const` and may be called from several threads at once.
typedef struct tvpass_account tvpass_account;
#endif

#if defined(TVPASS_HAS_UREQ)
/// A client whose calls block the calling thread until they are done, with everything that is
/// needed on the way. It keeps the time by itself. Share it between threads: its functions take it
/// as `const`.
typedef struct tvpass_blocking_client tvpass_blocking_client;
#endif

/// An operation, or a flow of several, on its way. Freeing it leaves the client and its other calls
/// undisturbed.
typedef struct tvpass_call tvpass_call;

#if defined(TVPASS_HAS_UREQ)
/// Ends calls from another thread, and tells flows what the user does.
typedef struct tvpass_cancellation tvpass_cancellation;
#endif

/// One app on one device at one environment: registration, access token, pacing, state. Keep one
/// for as long as the app runs.
///
/// Its functions take it as `const` and may be called from several threads at once.
typedef struct tvpass_client tvpass_client;

#if defined(TVPASS_HAS_UREQ)
/// The built-in HTTP client. It sends to `https` only (and to plain `http` on this machine),
/// follows no redirect and repeats no request. Keeps connections open for reuse; may be shared
/// between threads.
typedef struct tvpass_driver tvpass_driver;
#endif

/// One request and the meaning of its answer, for apps that have their own access token and HTTP
/// stack. Immutable.
typedef struct tvpass_exchange tvpass_exchange;

/// What is asked of the service, checked: made by `tvpass_logout_new` and its like. Immutable: it
/// may be used any number of times, for exchanges, calls and by the built-in HTTP client.
typedef struct tvpass_operation tvpass_operation;

/// What a successful answer says. Each operation's description names the function that tells it;
/// for another operation's outcome that returns NULL. Immutable, but that a media token can be
/// taken out.
typedef struct tvpass_outcome tvpass_outcome;

/// An answer as the HTTP client received it, after removal of transfer and content encodings.
typedef struct tvpass_response tvpass_response;

/// A request as the library knows it.
typedef struct tvpass_sendable tvpass_sendable;

/// Where requests go, and for which device. Immutable: share it between threads.
typedef struct tvpass_site tvpass_site;

#if defined(TVPASS_HAS_FILE_STORE)
/// A file for a client's state. It is replaced as a whole, so that at any moment, whatever crashes,
/// there is either the old state or the new one, and readable by this user alone.
///
/// While it is open it holds a lock on the file and on `<file>.lock`: a record lock of this
/// process, which a forked child does not have, so do not use it there; and which is lost if the
/// process opens and closes these files by itself. Where the file can be read but nothing can be
/// written (a read-only folder, a full disk), it opens all the same, and each save says what is
/// wrong.
typedef struct tvpass_state_file tvpass_state_file;
#endif

/// A text: a pointer to UTF-8 and a length. Into the library and out of it.
///
/// **Into the library:** there need be no NUL at the end. An empty text (`len` is 0, whatever
/// `data` is) stands for none. `TVPASS_STR` makes one of a literal, `tvpass_str_of` of a text that
/// ends with a NUL.
///
/// **Out of the library:** something else owns it, and each description says what. `data` is never
/// NULL and has a NUL behind its last byte, which `len` does not count. Text that came from the
/// network may have NUL bytes inside, for which `len` is right and `strlen(data)` is not. Where
/// there is nothing to tell, `len` is 0.
///
/// This structure never grows.
typedef struct tvpass_str {
    const char *data; ///< UTF-8, if nothing else is said.
    size_t len; ///< In bytes.
} tvpass_str;

/// What a function returns: `TVPASS_STATUS_OK` or a reason. A number, once given, is never reused;
/// expect new ones.
typedef int32_t tvpass_status;

/// A text by itself, such as a state to store. Freed with `tvpass_text_free`.
typedef struct tvpass_text {
    tvpass_str text; ///< The text.
} tvpass_text;

typedef int32_t tvpass_error_action; ///< What Adobe recommends after an error (`action` of its enhanced errors).
typedef int32_t tvpass_delivery; ///< Whether the server may have acted on a request whose answer did not arrive.
/// What an answer means for a sign-in that is polled (`tvpass_profile_for_code_new`).
typedef int32_t tvpass_sign_in_progress;

/// Why a function failed. No text in it has a token, a client secret or a software statement. Freed
/// with `tvpass_error_free`, and all that it refers to with it.
typedef struct tvpass_error {
    tvpass_status status; ///< The status that the function returned together with this error.
    /// The status of the failure underneath, for errors that carry one: what a call was recovering
    /// from when its deadline passed, or why the registration counts as lost. Else the same as
    /// `status`. All other members are the cause's.
    tvpass_status cause;
    int32_t http_status; ///< The HTTP status of the answer; 0 if there was none.
    tvpass_error_action action; ///< What Adobe recommends: a `TVPASS_ERROR_ACTION_…`.
    tvpass_delivery delivery; ///< For lost requests: whether the server may have acted, a `TVPASS_DELIVERY_…`.
    tvpass_sign_in_progress sign_in_progress; ///< What it means for a sign-in that is polled: a `TVPASS_SIGN_IN_…`.
    bool is_retryable; ///< Whether sending the same request again may help. Calls have already tried.
    /// How long the service asks to wait before the next request (`Retry-After`), in milliseconds,
    /// as received. Calls wait that long, up to a minute, before they try again. 0 if it does not
    /// say, or says so with a date, which would take a clock that agrees with the service's.
    uint64_t retry_after_ms;
    tvpass_str name; ///< The status as a word, such as `enhanced_error`.
    tvpass_str message; ///< What went wrong, for the developer who reads the log.
    tvpass_str advice; ///< What helps, in a sentence for the developer who reads the log.
    /// The input that was refused, by its name here, in Adobe's key table or as an HTTP header.
    /// Empty if the error is not about an input.
    tvpass_str field;
    /// Adobe's own code, such as `invalid_parameter_mvpd` or `invalid_client`. Empty if there is
    /// none.
    tvpass_str adobe_code;
    tvpass_str action_text; ///< What Adobe recommends, as it says it. Empty if the error has no action.
    tvpass_str adobe_message; ///< Adobe's message, which may be shown to a user in some cases. Empty if there is none.
    tvpass_str details; ///< The provider's message. Empty if there is none.
    tvpass_str help_url; ///< Adobe's page about the error. Empty if there is none.
    tvpass_str trace; ///< Adobe's identifier of the answer, for support tickets. Empty if there is none.
    /// The `Content-Type` of an answer that was not understood. `text/html` usually means a captive
    /// portal or a proxy. Empty if there is none.
    tvpass_str content_type;
    /// The first 512 bytes of an answer that was not understood, secrets removed, in one line.
    /// Empty if there is none, and for registration and token requests: their answers may hold
    /// secrets that nobody knows yet.
    tvpass_str body_head;
} tvpass_error;

typedef int32_t tvpass_event_kind; ///< What happened.
typedef int32_t tvpass_purpose; ///< What a request is for.
typedef int32_t tvpass_wait_reason; ///< Why a call waits.

/// Something that happened in a call. Never a secret: no token, no body, no path, no query. Freed
/// with `tvpass_event_free`, and all that it refers to with it.
typedef struct tvpass_event {
    tvpass_event_kind kind; ///< What happened: a `TVPASS_EVENT_…`.
    /// What the request is for: a `TVPASS_PURPOSE_…`, `TVPASS_PURPOSE_UNKNOWN` for events without
    /// one.
    tvpass_purpose purpose;
    /// The error that it is about: a `TVPASS_STATUS_…`, `TVPASS_STATUS_OK` for events without one.
    tvpass_status status;
    int32_t http_status; ///< The answer's HTTP status; 0 for events without one.
    /// Whether the server may have acted on a lost request: a `TVPASS_DELIVERY_…`,
    /// `TVPASS_DELIVERY_UNKNOWN` for events without one.
    tvpass_delivery delivery;
    /// Why the call waits: a `TVPASS_WAIT_…`, `TVPASS_WAIT_UNKNOWN` for events without one.
    tvpass_wait_reason wait_reason;
    uint32_t attempt; ///< The number of the next attempt, 2 or 3; 0 for events without one.
    uint64_t at_ms; ///< When, in milliseconds on the host's scale.
    uint64_t call; ///< Which call: see `call` of `tvpass_step`.
    uint64_t duration_ms; ///< A duration in milliseconds; the kind says of what. 0 for events without one.
    tvpass_str text; ///< The event as a line for a log.
    tvpass_str method; ///< The request's method. Empty for events without one.
    /// The operation that the request is of, e.g. `logout`; `registration` and `token` for what a
    /// call does by itself. Never its path, which may hold ids and codes. Empty for events without
    /// one.
    tvpass_str operation;
    tvpass_str adobe_code; ///< Adobe's own code. Empty for events without one.
    tvpass_str trace; ///< Adobe's identifier of the answer. Empty for events without one.
} tvpass_event;

typedef int32_t tvpass_environment; ///< One of Adobe's environments.
typedef int32_t tvpass_connection_secure; ///< Whether a network is secure.

/// A device: what identifies it, and its description, the keys of X-Device-Info. Input;
/// `TVPASS_DEVICE_INFO_INIT`.
///
/// Required are one of the two identifiers, and `model`, `version`, `os_name`, `os_version` and
/// `connection_type`. A text has 512 bytes at most (an identifier 1024), and no control characters.
/// Where Adobe documents the values, another is refused, since the device would count as unknown,
/// with shorter lifetimes; letter case counts.
typedef struct tvpass_device_info {
    size_t size; ///< The size of this structure, in bytes.
    /// What the operating system calls the device: `identifierForVendor` on tvOS and iOS,
    /// `ANDROID_ID` on Android and Fire OS, `GetChannelClientId` on Roku, a serial number on other
    /// devices. Its SHA-256 (in lower-case hex) is sent. **If it changes, the user's profiles are
    /// lost**: choose one that survives reboots, upgrades and, if possible, re-installation.
    tvpass_str os_identifier;
    /// Instead of `os_identifier`: a text that the app already has and keeps, sent as it is (in
    /// base64).
    tvpass_str identifier;
    /// `primaryHardwareType`: one of Camera, DataCollectionTerminal, Desktop,
    /// EmbeddedNetworkModule, eReader, GamesConsole, GeolocationTracker, Glasses, MediaPlayer,
    /// MobilePhone, PaymentTerminal, PluginModem, SetTopBox, TV, Tablet, WirelessHotspot,
    /// Wristwatch, Unknown, VehicleMultimediaSystem, Projector.
    tvpass_str primary_hardware_type;
    tvpass_str model; ///< `model`, required.
    tvpass_str version; ///< `version`, required: the device's version.
    tvpass_str manufacturer; ///< `manufacturer`: who makes the device.
    tvpass_str vendor; ///< `vendor`: who sells the device.
    /// `osName`, required: one of Android, Chrome OS, Linux, Mac OS, OS X, OpenBSD, Roku OS,
    /// Windows, iOS, tvOS, webOS.
    tvpass_str os_name;
    /// `osFamily`: one of Android, BSD, Linux, PlayStation OS, Roku OS, Symbian, Tizen, Windows,
    /// iOS, tvOS, macOS, webOS.
    tvpass_str os_family;
    /// `osVendor`: one of Amazon, Apple, Google, LG, Microsoft, Mozilla, Nintendo, Nokia, Roku,
    /// Samsung, Sony, Tizen Project.
    tvpass_str os_vendor;
    tvpass_str os_version; ///< `osVersion`, required.
    /// `browserName`: one of Android Browser, Chrome, Edge, Firefox, Internet Explorer, Opera,
    /// Safari, SeaMonkey, Symbian Browser.
    tvpass_str browser_name;
    /// `browserVendor`: one of Amazon, Apple, Google, Microsoft, Motorola, Mozilla, Netscape,
    /// Nintendo, Nokia, Samsung, Sony Ericsson.
    tvpass_str browser_vendor;
    tvpass_str browser_version; ///< `browserVersion`.
    tvpass_str user_agent; ///< `userAgent`: the device's. The header of that name is in `tvpass_extras`.
    uint32_t display_width; ///< `displayWidth`, in pixels; 0: nothing is said about it.
    uint32_t display_height; ///< `displayHeight`, in pixels; 0: nothing is said about it.
    uint32_t display_ppi; ///< `displayPpi`, in pixels per inch; 0: nothing is said about it.
    /// `connectionPort`, 1 to 65535; 0: nothing is said about it. Spectrum's home-based
    /// authentication requires it.
    uint32_t connection_port;
    tvpass_connection_secure connection_secure; ///< `connectionSecure`: a `TVPASS_CONNECTION_SECURE_…`.
    bool allows_undocumented; ///< Whether values that Adobe does not document are sent all the same.
    tvpass_str diagonal_screen_size; ///< `diagonalScreenSize`: in inches as a decimal, such as `5.5`.
    /// `connectionIp`: an IPv4 or IPv6 address. Spectrum's home-based authentication requires it.
    tvpass_str connection_ip;
    /// `connectionType`, required. Adobe's examples are WiFi, LAN, 3G, 4G and 5G; others are
    /// accepted.
    tvpass_str connection_type;
    tvpass_str application_id; ///< `applicationId`.
} tvpass_device_info;

/// The user's identity for a *promotional* TempPass (Adobe: *Header - AP-TempPass-Identity*). The
/// basic one needs none. Input; `TVPASS_TEMP_PASS_IDENTITY_INIT`.
///
/// Either `key` and `value`, of which the SHA-256 is sent, or `raw_json`.
typedef struct tvpass_temp_pass_identity {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str key; ///< What `value` is, as configured with Adobe, such as `email`; at most 256 bytes.
    /// What identifies the user; at most 12 KiB. Its SHA-256 is sent, in lower-case hex, without
    /// white space around it; letter case counts.
    tvpass_str value;
    /// Instead: a JSON object as it was agreed with Adobe; at most 12 KiB. **Nothing is hashed**:
    /// an e-mail address in it leaves the device in the clear.
    tvpass_str raw_json;
} tvpass_temp_pass_identity;

/// Whether the user lets the app see the subscription: the numbers of Apple's
/// `VSAccountAccessStatus`.
typedef int32_t tvpass_access_status;

/// What Apple's Video Subscriber Account framework said (Adobe: *Header -
/// AP-Partner-Framework-Status*). For Adobe it is valid if access is granted, the provider is
/// known, and its sign-in has not expired. Ask the framework anew when the app comes to the
/// foreground. Input; `TVPASS_PARTNER_FRAMEWORK_STATUS_INIT`.
typedef struct tvpass_partner_framework_status {
    size_t size; ///< The size of this structure, in bytes.
    /// Instead of `access_status`: a status that Adobe does not list, sent as it is; at most 256
    /// bytes.
    tvpass_str other_access_status;
    /// The provider that the user is signed in with, by Apple's id
    /// (`VSAccountMetadata.accountProviderIdentifier`), not Adobe's; at most 256 bytes. Empty: none
    /// is known.
    tvpass_str provider_id;
    /// The code of the error with which the framework answered the question for permission; at most
    /// 256 bytes. Empty: there was none.
    tvpass_str permission_error_code;
    tvpass_str permission_error_message; ///< Its message; at most 1 KiB.
    tvpass_str provider_error_code; ///< The same of the question for the provider.
    tvpass_str provider_error_message; ///< Its message; at most 1 KiB.
    tvpass_access_status access_status; ///< A `TVPASS_ACCESS_STATUS_…`.
    /// When the sign-in with the provider expires (`authenticationExpirationDate`), in milliseconds
    /// since 1970. 0: not known.
    uint64_t provider_expiration_unix_ms;
} tvpass_partner_framework_status;

/// Optional headers of requests. Input; `TVPASS_EXTRAS_INIT`. Each says which operations take it,
/// as Adobe's tables have it; the others refuse it, and a site all but `user_agent` and
/// `forwarded_for`.
///
/// Single sign-on tokens go with the operations that find, use or end a profile, too: without its
/// token a profile of single sign-on is not found, and a logout leaves it.
typedef struct tvpass_extras {
    size_t size; ///< The size of this structure, in bytes.
    /// `Adobe-Subject-Token`: the platform's token (Amazon), the JWS or JWE alone, for single
    /// sign-on by platform identity; at most 16 KiB. Create session, profiles, profile for MVPD,
    /// decisions, logout.
    tvpass_str subject_token;
    /// `X-Roku-Reserved-Roku-Connect-Token`: the same for Roku, for the same. On Roku devices the
    /// system adds it by itself, over HTTPS only.
    tvpass_str roku_connect_token;
    /// `AD-Service-Token`: the JWS of an external identity service, for single sign-on by service
    /// token; at most 16 KiB. For the same.
    tvpass_str service_token;
    /// `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), without quotation marks.
    /// All but configuration and V1's logout.
    tvpass_str visitor_identifier;
    /// `X-Forwarded-For`: the device's IPv4 or IPv6 address, for servers that speak for devices; a
    /// device leaves it out. All but V1's logout.
    tvpass_str forwarded_for;
    tvpass_str user_agent; ///< `User-Agent`: the application's; printable ASCII, at most 16 KiB. All.
    /// `AP-TempPass-Identity`: whose promotional TempPass it is. Profile for MVPD, profile for
    /// code, decisions. NULL: none.
    const tvpass_temp_pass_identity *temp_pass_identity;
    /// `AP-Partner-Framework-Status`: what Apple's framework said, for profiles that were obtained
    /// through it. Profiles, profile for MVPD, decisions; the partner's own operations have it as
    /// an input. NULL: none.
    const tvpass_partner_framework_status *partner_framework_status;
} tvpass_extras;

/// What a site is made of. Input; `TVPASS_SITE_INPUT_INIT`.
typedef struct tvpass_site_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_environment environment; ///< A `TVPASS_ENVIRONMENT_…`: production, unless something else is said.
    /// Whether it is for the legacy V1 logout, which has other hosts. Adobe documents them for
    /// production and staging alone.
    bool is_v1;
    /// Instead of an environment: scheme and host, such as `https://sp.auth.adobe.com`; `http` is
    /// accepted for `localhost`, 127.0.0.0/8 and `[::1]`. No path.
    tvpass_str base;
    const tvpass_device_info *device_info; ///< The device. Required.
    /// Optional headers of every request, `user_agent` and `forwarded_for` alone. An operation's
    /// own are preferred. NULL: none.
    const tvpass_extras *extras;
} tvpass_site_input;

/// What a site has made of its input. It belongs to the site.
typedef struct tvpass_site_description {
    /// The URL in its one spelling: lower case, without the default port, a final dot of the host
    /// and a trailing slash.
    tvpass_str base;
    tvpass_str device_identifier; ///< The device's identifier before base64: the hash, or the app's text.
    tvpass_str device_identifier_header; ///< The value of `AP-Device-Identifier`.
    tvpass_str device_info_json; ///< The device's description as a JSON object.
    tvpass_str device_info_header; ///< The value of `X-Device-Info`.
} tvpass_site_description;

/// Which session's page. Input; `TVPASS_AUTHENTICATE_INPUT_INIT`.
typedef struct tvpass_authenticate_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    tvpass_str code;
} tvpass_authenticate_input;

/// Who wants to watch what. Input; `TVPASS_AUTHORIZE_INPUT_INIT`.
typedef struct tvpass_authorize_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str mvpd; ///< The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    /// What is asked about: ids, or Media RSS (`tvpass_mrss_new`), each at most 64 KiB and each
    /// once. Required.
    const tvpass_str *resources;
    size_t resource_count; ///< How many there are.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_authorize_input;

/// Whose configuration. Input; `TVPASS_CONFIGURATION_INPUT_INIT`.
typedef struct tvpass_configuration_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_configuration_input;

/// What is known about a sign-in that begins. Input; `TVPASS_CREATE_SESSION_INPUT_INIT`.
typedef struct tvpass_create_session_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str mvpd; ///< `mvpd`, the provider that the user has chosen; at most 256 bytes. Empty: not known yet.
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: not known
    /// yet.
    tvpass_str domain_name;
    /// `redirectUrl`, where the user agent ends up when the sign-in is over: an absolute URL in
    /// ASCII, at most 2048 bytes. Empty: not known yet.
    tvpass_str redirect_url;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_create_session_input;

/// Whom to sign out of what. Input; `TVPASS_LOGOUT_INPUT_INIT`. The ids are opaque: they are sent
/// percent-encoded, exactly as given.
typedef struct tvpass_logout_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str mvpd; ///< The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    /// Where the user agent lands when the provider's logout is done: an absolute URL in ASCII, at
    /// most 2048 bytes, such as `https://example.com/signed-out` or `myapp://signed-out`. Required.
    tvpass_str redirect_url;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_logout_input;

/// What to sign out of with REST API V1. Input; `TVPASS_LOGOUT_V1_INPUT_INIT`.
typedef struct tvpass_logout_v1_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str requestor; ///< The service provider's id, such as `REF30`; at most 256 bytes. Required.
    tvpass_str device_type; ///< `deviceType`, at most 256 bytes. Superseded by `X-Device-Info`, which is always sent.
    tvpass_str device_user; ///< `deviceUser`, at most 256 bytes; deprecated by Adobe.
    tvpass_str app_id; ///< `appId`, at most 256 bytes; deprecated by Adobe.
    const tvpass_extras *extras; ///< Optional headers, `user_agent` alone. NULL: none.
} tvpass_logout_v1_input;

/// A channel, and what is shown on it. Input; `TVPASS_MRSS_INPUT_INIT`. No text may have control
/// characters.
typedef struct tvpass_mrss_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str channel; ///< The channel (`channel/title`). Required.
    tvpass_str item_title; ///< The title of what is shown (`item/title`). Empty: none.
    tvpass_str item_guid; ///< The identifier of what is shown (`item/guid`). Empty: none.
    const tvpass_str *ratings; ///< Ratings for parental control (`media:rating`), such as `TV-14`.
    size_t rating_count; ///< How many there are.
    const tvpass_str *rating_schemes; ///< The scheme of each rating, such as `urn:v-chip`.
    size_t rating_scheme_count; ///< How many there are: as many as ratings.
} tvpass_mrss_input;

/// What a partner's framework answered. One of the two forms of the response is required. Input;
/// `TVPASS_PARTNER_PROFILE_INPUT_INIT`.
typedef struct tvpass_partner_profile_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str partner; ///< The partner, at most 256 bytes. Empty: `Apple`, the only one so far.
    const tvpass_partner_framework_status *framework_status; ///< What the partner's framework said. Required.
    /// The response in XML, unchanged (`VSAccountMetadata.samlAttributeQueryResponse`), at most 1
    /// MiB. Prepared as Adobe's cookbook does it: white space is shortened, line breaks go, and the
    /// rest is put into base64.
    tvpass_str saml_response;
    tvpass_str saml_response_base64; ///< Instead: the response in base64 already, sent as it is; at most 1 MiB.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_partner_profile_input;

/// Who wants to sign in by a partner. Input; `TVPASS_PARTNER_REQUEST_INPUT_INIT`.
typedef struct tvpass_partner_request_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str partner; ///< The partner, at most 256 bytes. Empty: `Apple`, the only one so far.
    const tvpass_partner_framework_status *framework_status; ///< What the partner's framework said. Required.
    /// `domainName`, for a sign-in without the partner: the app's domain as registered with Adobe,
    /// at most 256 bytes. Empty: not known yet.
    tvpass_str domain_name;
    /// `redirectUrl`, for the same: an absolute URL in ASCII, at most 2048 bytes. Empty: not known
    /// yet.
    tvpass_str redirect_url;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_partner_request_input;

/// Who wants to watch what. Input; `TVPASS_PREAUTHORIZE_INPUT_INIT`.
typedef struct tvpass_preauthorize_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str mvpd; ///< The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    /// What is asked about: ids, or Media RSS (`tvpass_mrss_new`), each at most 64 KiB and each
    /// once. Required.
    const tvpass_str *resources;
    size_t resource_count; ///< How many there are.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_preauthorize_input;

/// Which profile. Input; `TVPASS_PROFILE_FOR_CODE_INPUT_INIT`.
typedef struct tvpass_profile_for_code_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    tvpass_str code;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_profile_for_code_input;

/// Which profile. Input; `TVPASS_PROFILE_FOR_MVPD_INPUT_INIT`.
typedef struct tvpass_profile_for_mvpd_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    tvpass_str mvpd; ///< The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_profile_for_mvpd_input;

/// Whose profiles. Input; `TVPASS_PROFILES_INPUT_INIT`.
typedef struct tvpass_profiles_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_profiles_input;

/// What a session lacks; to repeat what it knows is harmless. Input;
/// `TVPASS_RESUME_SESSION_INPUT_INIT`.
typedef struct tvpass_resume_session_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    tvpass_str code;
    tvpass_str mvpd; ///< `mvpd`, the provider that the user has chosen; at most 256 bytes. Empty: not supplied.
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: not
    /// supplied.
    tvpass_str domain_name;
    /// `redirectUrl`, where the user agent ends up when the sign-in is over: an absolute URL in
    /// ASCII, at most 2048 bytes. Empty: not supplied.
    tvpass_str redirect_url;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_resume_session_input;

/// Which session. Input; `TVPASS_RETRIEVE_SESSION_INPUT_INIT`.
typedef struct tvpass_retrieve_session_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    /// The session's code, at most 256 bytes; white space around it, which people type, is left
    /// out. Required.
    tvpass_str code;
    const tvpass_extras *extras; ///< Optional headers. NULL: none.
} tvpass_retrieve_session_input;

/// A header of a request. It belongs to the request.
typedef struct tvpass_header {
    tvpass_str name; ///< The name, in the spelling of Adobe's pages. None occurs twice.
    tvpass_str value; ///< The value: ASCII without control characters.
    tvpass_str line; ///< Both as a line, `Name: value`, without a line break: what libcurl takes.
    bool is_secret; ///< Whether the value is a secret that must stay out of logs.
} tvpass_header;

/// A request to send exactly as it is: no header added but `Host` and `Content-Length`, no redirect
/// followed. Its description names the owner.
typedef struct tvpass_request {
    tvpass_str method; ///< `GET`, `POST` or `DELETE`.
    tvpass_str url; ///< The absolute URL: ASCII, percent-encoded, without a fragment.
    tvpass_str body; ///< The body, which is secret. Empty for `GET` and `DELETE`.
    const tvpass_header *const *headers; ///< The headers, in the order in which they are sent.
    size_t header_count; ///< How many there are.
    const tvpass_sendable *sendable; ///< The same for the built-in HTTP client.
} tvpass_request;

typedef int32_t tvpass_logout_action; ///< What the device must do about a deleted profile.
typedef int32_t tvpass_url_refusal; ///< Why a URL of an answer must not be opened.

/// A deleted profile. It belongs to the outcome. Its texts are as they were received, so that you
/// can compare them: check them before you print them.
typedef struct tvpass_logout_profile {
    tvpass_str key; ///< The key of its entry in the answer.
    tvpass_str mvpd; ///< The profile's MVPD, which may differ from its key. Empty if the answer has none.
    tvpass_str action_name; ///< `actionName` as received. Empty if the answer has none.
    tvpass_str action_type; ///< `actionType` as received. Empty if the answer has none.
    /// The URL to open in a user agent: absolute, `https` (`http` for a service on this machine),
    /// resolved and checked. Empty unless the action is `TVPASS_LOGOUT_ACTION_OPEN_URL`.
    tvpass_str url;
    /// A URL as received that must not be opened, for a support ticket: refused, or of an action
    /// that opens none. Empty if there is none.
    tvpass_str raw_url;
    tvpass_logout_action action; ///< What the device must do: a `TVPASS_LOGOUT_ACTION_…`.
    /// Why the URL must not be opened: a `TVPASS_URL_REFUSAL_…`, `TVPASS_URL_REFUSAL_UNKNOWN`
    /// unless the action is `TVPASS_LOGOUT_ACTION_URL_REFUSED`.
    tvpass_url_refusal url_refusal;
    /// Whether `actionType` is not the one that Adobe's table has for `actionName`. The name
    /// decides what the action is.
    bool contradicts_documentation;
} tvpass_logout_profile;

typedef int32_t tvpass_follow_up_kind; ///< What is left to do about a deleted profile.

/// Where a user signs out of a TV provider at the system level. It belongs to the outcome.
typedef struct tvpass_partner_settings {
    tvpass_str os_name; ///< The operating system, as in X-Device-Info: `tvOS` or `iOS`.
    const tvpass_str *steps; ///< The way through the system's settings, in English; show it in the user's language.
    size_t step_count; ///< How many steps it has.
} tvpass_partner_settings;

/// What is left to do about a deleted profile. It belongs to the outcome.
typedef struct tvpass_follow_up {
    tvpass_follow_up_kind kind; ///< What it is: a `TVPASS_FOLLOW_UP_…`.
    const tvpass_logout_profile *profile; ///< The profile that it is about, one of `profiles`.
    tvpass_str url; ///< The URL to open: the profile's. Empty unless the kind is `TVPASS_FOLLOW_UP_OPEN_URL`.
    /// The settings of each operating system for which Adobe says where; NULL unless the kind is
    /// `TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT`.
    const tvpass_partner_settings *const *settings;
    size_t settings_count; ///< How many there are.
} tvpass_follow_up;

/// A successful logout: the profiles are deleted on Adobe's side. What the device has to do about
/// them is in `follow_ups`; then forget what the app cached of the profiles: MVPD selection,
/// attributes, decisions. It belongs to the outcome.
typedef struct tvpass_logout {
    /// The deleted profiles, in the answer's order; NULL if there are none, which is a successful
    /// logout, too.
    const tvpass_logout_profile *const *profiles;
    size_t profile_count; ///< How many there are.
    /// What is left to do, in the answer's order; NULL if nothing is. Do all of it.
    const tvpass_follow_up *const *follow_ups;
    size_t follow_up_count; ///< How many there are.
} tvpass_logout;

/// A registered domain of a service provider. It belongs to the outcome.
typedef struct tvpass_domain {
    tvpass_str name; ///< The domain's name.
    bool mvpd_initiated; ///< `mvpdInitiated`; Adobe does not explain it.
} tvpass_domain;

typedef int32_t tvpass_boarding_status; ///< How far an MVPD takes part in Apple's single sign-on.

/// An MVPD that a service provider is integrated with. What the app keeps of the user's choice is
/// `id`, `display_name` and `logo_url`. It belongs to the outcome.
typedef struct tvpass_mvpd {
    tvpass_str id; ///< The id, for every other operation.
    tvpass_str display_name; ///< The name to show. Empty if the answer has none.
    /// Where the logo is, as received and not checked: load it as an image, never with an access
    /// token. Empty if the answer has none.
    tvpass_str logo_url;
    tvpass_str boarding_status_text; ///< `boardingStatus` as received. Empty if the answer has none.
    tvpass_str platform_mapping_id; ///< Its id in Apple's framework. Empty if the answer has none.
    tvpass_boarding_status boarding_status; ///< A `TVPASS_BOARDING_STATUS_…`.
    bool is_temp_pass; ///< Whether it is temporary access (TempPass): an app's own picker leaves it out.
    bool is_proxy; ///< Whether it is reached through another MVPD.
    bool enable_platform_services; ///< Whether single sign-on by Apple's framework is set up.
    bool display_in_platform_picker; ///< Whether it may stand in the picker of Apple's framework.
    /// Whether the app must obey what the user has permitted in the platform's settings.
    bool enforce_platform_permissions;
    /// Whether Apple's picker is given it, by `platform_mapping_id`: single sign-on is set up, and
    /// it may stand there or has a known boarding status. Adobe gives no rule; this is ours.
    bool is_platform_choice;
} tvpass_mvpd;

/// What is set up for a service provider and this type of device. It belongs to the outcome.
typedef struct tvpass_configuration {
    tvpass_str service_provider; ///< The service provider's id. Empty if the answer has none.
    tvpass_str service_provider_name; ///< Its brand name. Empty if the answer has none.
    const tvpass_domain *const *domains; ///< Its registered domains, in the answer's order; NULL if there are none.
    size_t domain_count; ///< How many there are.
    const tvpass_mvpd *const *mvpds; ///< The MVPDs, in the answer's order; NULL if there are none.
    size_t mvpd_count; ///< How many there are.
    /// What Adobe takes this device for: `device`, `clientType`, `os`, and what is in its OpenAPI
    /// description alone. `unknown` in all of them is a sign of device information that cannot be
    /// read. Empty if the answer does not say.
    tvpass_str recognized_device;
    tvpass_str recognized_client_type; ///< `clientType`, in the same way.
    tvpass_str recognized_os; ///< `os`, in the same way.
    tvpass_str recognized_platform; ///< `platform`, in the same way.
    tvpass_str recognized_platform_category; ///< `platformCategory`, in the same way.
    tvpass_str recognized_sdk_type; ///< `sdkType`, in the same way.
} tvpass_configuration;

typedef int32_t tvpass_session_action; ///< What the device must do next about a session.
typedef int32_t tvpass_action_type; ///< How an action is carried out.
typedef int32_t tvpass_session_reason; ///< Why a session's action is what it is.
typedef int32_t tvpass_session_parameter_kind; ///< What a session may lack.

/// Something that a session lacks. It belongs to the outcome.
typedef struct tvpass_session_parameter {
    tvpass_session_parameter_kind kind; ///< What it is: a `TVPASS_SESSION_PARAMETER_…`.
    tvpass_str name; ///< Its name, such as `domainName`.
} tvpass_session_parameter;

typedef int32_t tvpass_partner_protocol; ///< The language of a partner's request.

/// What the partner's framework is to be given; for Apple, members of `VSAccountMetadataRequest`.
/// It belongs to the outcome.
typedef struct tvpass_partner_authentication_request {
    tvpass_partner_protocol protocol; ///< The language of `request`: a `TVPASS_PARTNER_PROTOCOL_…`.
    tvpass_str protocol_text; ///< `type` as received. Empty if the answer has none.
    tvpass_str request; ///< The request, in base64 as received: `verificationToken`.
    const tvpass_str *attribute_names; ///< `attributeNames`, in the answer's order.
    size_t attribute_name_count; ///< How many there are.
} tvpass_partner_authentication_request;

/// A session: one attempt to sign in. Whoever has its code or URL while the code is valid can sign
/// the device in: log neither. It belongs to the outcome.
typedef struct tvpass_session {
    tvpass_session_action action; ///< What the device must do next: a `TVPASS_SESSION_ACTION_…`.
    /// A `TVPASS_ACTION_TYPE_…`. The action's name decides; `contradicts_documentation` tells if
    /// they differ.
    tvpass_action_type action_type;
    tvpass_session_reason reason; ///< Why: a `TVPASS_SESSION_REASON_…`.
    /// With `TVPASS_SESSION_ACTION_URL_REFUSED`: a `TVPASS_URL_REFUSAL_…`;
    /// `TVPASS_URL_REFUSAL_UNKNOWN` with every other.
    tvpass_url_refusal url_refusal;
    tvpass_str action_name; ///< `actionName` as received.
    tvpass_str action_type_text; ///< `actionType` as received. Empty if the answer has none.
    tvpass_str reason_text; ///< `reasonType` as received. Empty if the answer has none.
    tvpass_str code; ///< The code that names the session, to be shown or passed on. Empty if the answer has none.
    /// Where the user signs in: absolute, `https` (`http` for a service on this machine), checked.
    /// Open it until the redirect URL is reached or the user closes it, or show exactly this as a
    /// QR code; no program requests it. Empty unless the action is
    /// `TVPASS_SESSION_ACTION_AUTHENTICATE`.
    tvpass_str url;
    /// `url` as received, of an action that opens none: not checked, do not open or request it.
    /// Empty if there is none.
    tvpass_str raw_url;
    tvpass_str session_id; ///< An opaque id for support. Empty if the answer has none.
    tvpass_str mvpd; ///< The MVPD, as far as it is known; else empty.
    tvpass_str service_provider; ///< The service provider. Empty if the answer has none.
    /// What *resume* has to supply, in the answer's order; NULL if nothing is missing.
    const tvpass_session_parameter *const *missing_parameters;
    size_t missing_parameter_count; ///< How many there are.
    /// What the partner's framework is to be given; NULL unless the action is
    /// `TVPASS_SESSION_ACTION_ASK_PARTNER`.
    const tvpass_partner_authentication_request *partner_request;
    /// Since when the code is valid, in ms since 1970 by the service's clock. 0: not said.
    uint64_t not_before_unix_ms;
    uint64_t not_after_unix_ms; ///< Until when, in the same way. The device's clock may be wrong: count `valid_for_ms`.
    uint64_t valid_for_ms; ///< How long the code is valid from the answer on, in ms: usually 30 minutes. 0: not said.
    bool code_differs_from_request; ///< Whether `code` is not the one that was asked with: go on with that one.
    bool contradicts_documentation; ///< Whether `actionType` is not the one that Adobe's table has for `actionName`.
} tvpass_session;

/// What Adobe knows of the device that a session is of: show it to the user. Each is empty if the
/// answer does not say. It belongs to the outcome.
typedef struct tvpass_session_device {
    tvpass_str device_type; ///< What kind of device, such as `SetTopBox`.
    tvpass_str model; ///< The model.
    tvpass_str manufacturer; ///< Who made it.
    tvpass_str os_name; ///< The operating system.
    tvpass_str os_version; ///< The operating system's version.
    tvpass_str browser_name; ///< The browser.
    tvpass_str application_id; ///< The app.
    /// Its address as it stands in the answer, in JSON: Adobe's pages disagree about its form.
    tvpass_str ip_address_json;
} tvpass_session_device;

/// A session as a second device sees it. It does not say whether the user has signed in. It belongs
/// to the outcome.
typedef struct tvpass_session_details {
    tvpass_str mvpd; ///< The MVPD, if it is known already; else empty.
    tvpass_str domain_name; ///< The app's domain, if it is known already; else empty.
    tvpass_str redirect_url; ///< The redirect URL, if it is known already; else empty. Not checked.
    tvpass_str service_provider; ///< The service provider. Empty if the answer has none.
    /// What *resume* has to supply, in the answer's order; NULL: the user can sign in at once.
    const tvpass_session_parameter *const *missing_parameters;
    size_t missing_parameter_count; ///< How many there are.
    const tvpass_session_device *device; ///< The device that will be signed in; never NULL.
    /// Since when the code is valid, in ms since 1970 by the service's clock. 0: not said.
    uint64_t not_before_unix_ms;
    uint64_t not_after_unix_ms; ///< Until when, in the same way.
    uint64_t valid_for_ms; ///< How long the code is valid in all, in ms; part of it has passed. 0: not said.
} tvpass_session_details;

/// A member of an attribute's value, such as a rating of `maxRating`. It belongs to the outcome.
typedef struct tvpass_attribute_member {
    tvpass_str name; ///< Its name, such as `MPAA`.
    tvpass_str json; ///< Its value as it stands in the answer, in JSON.
    tvpass_str text; ///< Its value, if that is a text; else empty.
} tvpass_attribute_member;

typedef int32_t tvpass_boolean; ///< Yes, no, or neither.
typedef int32_t tvpass_attribute_state; ///< Whether the value of an attribute can be read on the device.

/// What the MVPD tells about its user (Adobe: *User metadata*), such as `userID`, `zip`,
/// `maxRating`. Adobe's pages disagree about the types of many: a value that is plain is there in
/// each type that it can be read as. It belongs to the outcome.
typedef struct tvpass_attribute {
    tvpass_str name; ///< Its name.
    tvpass_str state_text; ///< `state` as received. Empty if the answer has none.
    /// The value as it stands in the answer, in JSON: for a decoder of the app's own. Empty if
    /// there is none.
    tvpass_str json;
    /// An encrypted value exactly as received, for the app's server, which has the key. Empty
    /// otherwise.
    tvpass_str encrypted;
    tvpass_str error; ///< The code of the error that there is instead of a value. Empty if there is none.
    tvpass_str text; ///< A plain value that is a text (`userID`, `householdID`, `language`). Empty otherwise.
    /// The texts and numbers of a plain value that is a list, or its one text (`zip`, `channelID`,
    /// `used_assets`).
    const tvpass_str *texts;
    size_t text_count; ///< How many there are.
    /// The members of a plain value that is an object (`maxRating`), in the answer's order; NULL if
    /// there are none.
    const tvpass_attribute_member *const *members;
    size_t member_count; ///< How many there are.
    /// A plain value that is a whole number from 0 on, or one as a text (`remaining_resources`,
    /// `expiration_date` in milliseconds since 1970). 0 otherwise.
    uint64_t number;
    /// A plain value that is `true` or `false`, or these as a text (`hba_status`, `onNet`): a
    /// `TVPASS_BOOLEAN_…`. `is_hoh` may be the number 0 or 1 instead.
    tvpass_boolean boolean;
    tvpass_attribute_state state; ///< Whether the value can be read: a `TVPASS_ATTRIBUTE_STATE_…`.
    bool has_number; ///< Whether the value is such a number.
} tvpass_attribute;

typedef int32_t tvpass_profile_type; ///< How a profile was obtained.

/// A profile: the user of this app on this device is signed in with an MVPD. It belongs to the
/// outcome.
typedef struct tvpass_profile {
    tvpass_str mvpd; ///< The MVPD: the key of its entry in the answer. `issuer` may be another one.
    /// Who made it: the MVPD, `Adobe` (degraded, temporary) or `Apple`. Empty if the answer has
    /// none.
    tvpass_str issuer;
    tvpass_str type_text; ///< `type` as received. Empty if the answer has none.
    tvpass_str session_id; ///< An opaque id for support. Empty if the answer has none.
    /// What the MVPD tells about its user, in the answer's order; names may repeat, and the last
    /// counts (`tvpass_attribute_of`). NULL if there is nothing.
    const tvpass_attribute *const *attributes;
    size_t attribute_count; ///< How many there are.
    uint64_t not_before_unix_ms; ///< Since when it is valid, in ms since 1970 by the service's clock. 0: not said.
    /// Until when, in the same way. The device's clock may be wrong: do not drop a profile that
    /// seems to have expired, ask for it again.
    uint64_t not_after_unix_ms;
    tvpass_profile_type profile_type; ///< How it was obtained: a `TVPASS_PROFILE_TYPE_…`.
} tvpass_profile;

/// The profiles that the service has. Several are normal. None is no error: the user is not signed
/// in, or not yet. It belongs to the outcome.
typedef struct tvpass_profiles {
    /// In the answer's order; NULL if there are none. An MVPD may be there twice.
    const tvpass_profile *const *profiles;
    size_t profile_count; ///< How many there are.
    /// The one to offer first, if the user does not choose: one that is not temporary before one
    /// that is, then the one that is valid longest. NULL if there are none.
    const tvpass_profile *longest;
    /// For a sign-in that is polled (`tvpass_profile_for_code_new`): `TVPASS_SIGN_IN_SIGNED_IN`, or
    /// `TVPASS_SIGN_IN_PENDING` if there are none.
    tvpass_sign_in_progress sign_in_progress;
} tvpass_profiles;

/// Why one resource was denied, in an answer that is a success as a whole (Adobe: *Enhanced Error
/// Codes*). Its texts are cleaned as those of errors are. It belongs to the outcome.
typedef struct tvpass_denial {
    tvpass_error_action action; ///< What helps: a `TVPASS_ERROR_ACTION_…`, the one that Adobe documents for the code.
    /// The HTTP status that the answer would have if it were about this resource alone; 0 if it
    /// does not say.
    int32_t http_status;
    tvpass_str action_text; ///< The same action as Adobe says it.
    tvpass_str received_action; ///< The action in the answer, which may be another. Empty if there is none.
    tvpass_str adobe_code; ///< Adobe's own code, such as `authorization_denied_by_mvpd`. Empty if there is none.
    tvpass_str adobe_message; ///< What may be shown to the user, in English. Empty if there is nothing.
    /// The provider's or the programmer's own words, which may be shown to the user. Empty if there
    /// are none.
    tvpass_str details;
    tvpass_str help_url; ///< Adobe's page about the error. Empty if there is none.
    tvpass_str trace; ///< Adobe's identifier of this answer, for support tickets. Empty if there is none.
} tvpass_denial;

typedef int32_t tvpass_expectation; ///< What an authorization would probably say.
typedef int32_t tvpass_decision_source; ///< Who decided.

/// A decision of a preauthorization. It belongs to the outcome.
typedef struct tvpass_preauthorization_decision {
    /// The resource, as the answer has it; Adobe's samples add white space
    /// (`tvpass_is_same_resource`).
    tvpass_str resource;
    tvpass_str service_provider; ///< The service provider, as the answer has it; else empty.
    tvpass_str mvpd; ///< The MVPD, as the answer has it; else empty.
    tvpass_str source_text; ///< `source` as received. Empty if the answer has none.
    const tvpass_denial *denial; ///< Why not; NULL if the answer does not say.
    tvpass_expectation expectation; ///< What an authorization would probably say: a `TVPASS_EXPECTATION_…`.
    tvpass_decision_source source; ///< Who decided: a `TVPASS_DECISION_SOURCE_…`.
    bool is_retryable; ///< Whether asking again, for this resource alone, may help: 2 or 3 times at most.
} tvpass_preauthorization_decision;

/// A successful preauthorization. It informs: what counts is `tvpass_authorize_new`. Keep permits
/// in memory while the app runs, denials not. It belongs to the outcome.
typedef struct tvpass_preauthorization_decisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for: find yours by its resource. NULL if there are none.
    const tvpass_preauthorization_decision *const *decisions;
    size_t decision_count; ///< How many there are. Nothing about a resource is no answer: neither yes nor no.
    size_t skipped_count; ///< How many entries of the answer name no resource.
} tvpass_preauthorization_decisions;

typedef int32_t tvpass_verdict; ///< What was decided about a resource.

/// A decision of an authorization. The media token is not in it: `tvpass_outcome_take_media_token`.
/// It belongs to the outcome.
typedef struct tvpass_authorization_decision {
    /// The resource, as the answer has it; Adobe's samples add white space
    /// (`tvpass_is_same_resource`).
    tvpass_str resource;
    tvpass_str service_provider; ///< The service provider, as the answer has it; else empty.
    tvpass_str mvpd; ///< The MVPD, as the answer has it; else empty.
    tvpass_str source_text; ///< `source` as received. Empty if the answer has none.
    const tvpass_denial *denial; ///< Why not; NULL if the answer does not say.
    /// From when the service keeps the decision, in ms since 1970 by the service's clock. 0: not
    /// said.
    uint64_t not_before_unix_ms;
    /// Until when, in the same way. Of a TempPass: when it ends, and the app has to stop the
    /// stream.
    uint64_t not_after_unix_ms;
    tvpass_verdict verdict; ///< What was decided: a `TVPASS_VERDICT_…`.
    tvpass_decision_source source; ///< Who decided: a `TVPASS_DECISION_SOURCE_…`.
    bool is_playable; ///< Whether it is a permit that came with a media token. One without cannot be played.
    bool is_retryable; ///< Whether asking again, for this resource alone, may help: 2 or 3 times at most.
} tvpass_authorization_decision;

/// A successful authorization request, for one playback. It says nothing about whether the
/// decisions are permits. It belongs to the outcome.
typedef struct tvpass_authorization_decisions {
    /// The decisions in the answer's order, which need not be the request's; there may be fewer, or
    /// some that nobody asked for: find yours by its resource. NULL if there are none.
    const tvpass_authorization_decision *const *decisions;
    size_t decision_count; ///< How many there are. Nothing about a resource is no answer: neither yes nor no.
    size_t skipped_count; ///< How many entries of the answer name no resource.
} tvpass_authorization_decisions;

/// A media token: the proof for the programmer's server that this user may watch this resource now
/// (Adobe: *Media tokens*). For one playback: send it at once, over TLS, and free it. When it runs
/// out while the stream plays, the stream goes on. Freed with `tvpass_media_token_free`, which
/// overwrites it with zeros.
typedef struct tvpass_media_token {
    tvpass_str serialized; ///< `serializedToken` exactly as received. Log and store it nowhere.
    uint64_t not_before_unix_ms; ///< From when it is valid, in ms since 1970 by the service's clock. 0: not said.
    uint64_t not_after_unix_ms; ///< Until when the server accepts it, in the same way: some minutes ahead.
} tvpass_media_token;

/// How a client behaves. Input; `TVPASS_CLIENT_CONFIG_INIT`.
///
/// Required is one of `software_statement`, with which the client registers the app, once, and gets
/// access tokens by itself, and `app_supplies_tokens`.
typedef struct tvpass_client_config {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str software_statement; ///< One line, as downloaded from Adobe's TVE Dashboard.
    /// `redirect_uri` of the registration, an absolute URL in ASCII; only for statements that list
    /// several.
    tvpass_str redirect_uri;
    /// Whether the app has tokens of its own and supplies one when a call asks with
    /// `TVPASS_STEP_PROVIDE_TOKEN`.
    bool app_supplies_tokens;
    /// Whether requests are not paced. By default 10 go at once, then 1 a second. Silence after a
    /// 429 is kept in any case.
    bool no_pacing;
    /// Whether calls do not ask for the state to be stored. Then each start of the app registers
    /// again, and the user's profiles are gone: for tests only.
    bool no_persistence;
    /// Whether a call may register again by itself when the registration is lost. By default it
    /// does not: `TVPASS_STATUS_REGISTRATION_LOST` is reported until
    /// `tvpass_client_forget_registration` is called. Either way the user's profiles are gone;
    /// `registration_was_lost` of `tvpass_step` tells.
    bool register_again;
    /// How many events wait for `tvpass_client_next_event` before the oldest is dropped, at most
    /// `TVPASS_MAX_EVENT_QUEUE`. 0: no queue. The support report has the last events in any case.
    size_t event_queue;
    /// How long one request may take, if its call has that long: `timeout_ms` of `tvpass_step`, in
    /// milliseconds. 0: 15 s, so that a service that hangs does not use up a whole call.
    uint64_t attempt_timeout_ms;
} tvpass_client_config;

/// What a client begins with. Input; `TVPASS_START_INIT`.
typedef struct tvpass_start {
    size_t size; ///< The size of this structure, in bytes.
    /// The state that an earlier client had stored (`TVPASS_STEP_PERSIST`), byte for byte. `data`
    /// is NULL on the app's first start, or to start anew: then the first call registers the app.
    /// An empty state with a pointer is `TVPASS_STATUS_STATE_CORRUPT`, so that a file that lost its
    /// contents is not taken for a first start.
    tvpass_str state;
    /// The time now, in milliseconds on the scale of every later `now_ms`: any origin, preferably
    /// monotonic.
    uint64_t now_ms;
    /// The wall clock's time now, in milliseconds since 1970. It only tells the age of a stored
    /// token; a wrong one is harmless.
    uint64_t unix_ms;
    uint64_t seed; ///< For jitter: any number, best a different one at each start.
} tvpass_start;

#if defined(TVPASS_HAS_FLOWS)
/// What an app tells about itself once, for all of its flows. Input;
/// `TVPASS_ACCOUNT_SETTINGS_INIT`.
typedef struct tvpass_account_settings {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_str service_provider; ///< The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: a second
    /// screen has to supply it.
    tvpass_str domain_name;
    /// `redirectUrl`, where user agents end up, of sign-ins and of sign-outs: an absolute URL in
    /// ASCII, at most 2048 bytes; https on a registered domain is what Adobe documents. Signing in
    /// with a browser on this device and signing out need it.
    tvpass_str redirect_url;
    /// The programmer's page where a code is typed in on a second screen: an absolute https URL
    /// without a fragment; http is good on this machine alone. Empty: there is none.
    tvpass_str activation_page;
    /// The name of the page's parameter that has the code, in a QR code; at most 256 bytes. Empty:
    /// `code`.
    tvpass_str activation_page_parameter;
    /// The page's address to show, at most 256 bytes. Empty: its URL without `https://`.
    tvpass_str activation_page_shown_as;
    /// The ids of MVPDs that pickers leave out: test entries. No answer of Adobe's marks them;
    /// TempPass, which is marked, is left out anyway.
    const tvpass_str *hidden_mvpds;
    size_t hidden_mvpd_count; ///< How many there are.
    /// Headers about the user, of which each request carries those that it takes. NULL: none.
    const tvpass_extras *extras;
} tvpass_account_settings;

/// What is known about the user, in place of what was known before. Input;
/// `TVPASS_ACCOUNT_USER_INIT`.
typedef struct tvpass_account_user {
    size_t size; ///< The size of this structure, in bytes.
    /// Headers about the user, such as new single sign-on tokens; they replace those of the
    /// settings, and permits are forgotten. NULL: they stay as they are.
    const tvpass_extras *extras;
    /// What Apple's framework says now: tell it whenever the app comes to the foreground. NULL:
    /// nothing is known. Permits are forgotten if it differs from what was said before.
    const tvpass_partner_framework_status *partner_framework_status;
} tvpass_account_user;

typedef int32_t tvpass_sign_in_method; ///< Where the user sees the MVPD's login page.

/// How a sign-in is to go. Input; `TVPASS_SIGN_IN_OPTIONS_INIT`.
typedef struct tvpass_sign_in_options {
    size_t size; ///< The size of this structure, in bytes.
    /// The id of the MVPD that the user has chosen already, or confirmed; at most 256 bytes. Empty:
    /// the user chooses.
    tvpass_str mvpd;
    tvpass_sign_in_method method; ///< A `TVPASS_SIGN_IN_METHOD_…`.
    /// Leaves the choice of the MVPD to the second screen, on the programmer's activation page.
    bool choose_on_second_screen;
    /// Tries single sign-on with Apple's framework first; whatever fails there leads to the usual
    /// sign-in.
    bool partner_first;
    bool keep_code; ///< Shows one code only: no new one replaces it before it ends.
    /// How long codes are renewed, in milliseconds; 0: two hours. The code that is shown then is
    /// the last one.
    uint64_t open_for_ms;
    /// The pause between the end of a poll and the next one, in milliseconds: 3,000 or more; 0:
    /// 5,000. After five minutes, and after a 429, it is 10,000 or this, whichever is longer.
    uint64_t poll_interval_ms;
} tvpass_sign_in_options;

/// What locks are asked for. Input; `TVPASS_ACCOUNT_PREAUTHORIZE_INPUT_INIT`.
typedef struct tvpass_account_preauthorize_input {
    size_t size; ///< The size of this structure, in bytes.
    /// One of several profiles, or a TempPass; at most 256 bytes. Empty: that of a status's
    /// `current`, unless it is temporary access.
    tvpass_str mvpd;
    /// What is asked about: ids, or Media RSS (`tvpass_mrss_new`), each at most 64 KiB. Required.
    const tvpass_str *resources;
    size_t resource_count; ///< How many there are.
    /// Of a promotional TempPass, whose it is; with `mvpd`. NULL: none.
    const tvpass_temp_pass_identity *temp_pass_identity;
} tvpass_account_preauthorize_input;

/// What is to be played. Input; `TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT`.
typedef struct tvpass_account_authorize_input {
    size_t size; ///< The size of this structure, in bytes.
    /// One of several profiles, or a TempPass; at most 256 bytes. Empty: that of a status's
    /// `current`, unless it is temporary access; if there is none, the user has to sign in.
    tvpass_str mvpd;
    tvpass_str resource; ///< What is to be played: an id, or Media RSS (`tvpass_mrss_new`), at most 64 KiB. Required.
    /// Of a promotional TempPass, whose it is; with `mvpd`. NULL: none.
    const tvpass_temp_pass_identity *temp_pass_identity;
} tvpass_account_authorize_input;

typedef int32_t tvpass_tell_kind; ///< What the user, or the platform, did.

/// What the user, or the platform, did. Input; `TVPASS_TELL_INPUT_INIT`.
typedef struct tvpass_tell_input {
    size_t size; ///< The size of this structure, in bytes.
    tvpass_tell_kind kind; ///< A `TVPASS_TELL_…`, which says which of the others are needed.
    tvpass_str text; ///< The id of an MVPD, or what was typed.
    /// What Apple's framework says now. NULL: it was not asked.
    const tvpass_partner_framework_status *partner_framework_status;
    /// Apple's response in XML, unchanged (`VSAccountMetadata.samlAttributeQueryResponse`), at most
    /// 1 MiB.
    tvpass_str saml_response;
    tvpass_str saml_response_base64; ///< Instead: the response in base64 already, sent as it is; at most 1 MiB.
} tvpass_tell_input;
#endif

typedef int32_t tvpass_step_kind; ///< What the host has to do next.
/// What a flow presents to the user, and how it ends. Numbers up to 99 are presented with
/// `TVPASS_STEP_PRESENT`, those from 100 on are ends, with `TVPASS_STEP_DONE`.
typedef int32_t tvpass_presented_kind;
typedef int32_t tvpass_sign_in_link; ///< What the QR code of a sign-in leads to.

/// A code on the screen of a TV. Whoever has the code, the link or the QR code can sign this device
/// in: log none of them. It belongs to the call.
typedef struct tvpass_code_screen {
    tvpass_str code; ///< The code. Show it large and monospaced, exactly as it is.
    /// The code in groups of three or four characters, to be drawn with a gap between them. The gap
    /// is no part of the code.
    const tvpass_str *groups;
    size_t group_count; ///< How many there are.
    tvpass_str spelled; ///< The code for a screen reader: one character at a time.
    tvpass_str address; ///< The address of the page where the code is typed in. Empty if there is none.
    tvpass_str link; ///< What a QR code leads to: an absolute URL. Empty if there is none.
    /// The modules of the link's QR code, row by row from the top left: `1` is dark, `0` light
    /// (`tvpass_qr_is_dark`). Draw four light modules on each side. Empty if there is no link, or
    /// the library was built without QR codes.
    tvpass_str qr_modules;
    size_t qr_size; ///< How many modules a side has; 0 if there are none.
    /// What the second screen has to supply; NULL if nothing.
    const tvpass_session_parameter *const *missing_parameters;
    size_t missing_parameter_count; ///< How many there are.
    /// When the code ends, in milliseconds on the host's scale: counted from its receipt, so that
    /// the clock of the TV does not matter (`tvpass_remaining_ms`).
    uint64_t expires_at_ms;
    tvpass_sign_in_link link_kind; ///< What the link is: a `TVPASS_SIGN_IN_LINK_…`.
} tvpass_code_screen;

/// A browser, or a view with one, on this device. It belongs to the call.
typedef struct tvpass_browser_screen {
    tvpass_str url; ///< What to open: absolute, `https` (`http` for a service on this machine), checked.
    tvpass_str redirect_url; ///< Where it ends: ask `tvpass_redirect_url_is_reached_by` for each navigation.
    /// Of a sign-out, the URL as a QR code for devices without a browser; as in
    /// `tvpass_code_screen`. Empty of a sign-in.
    tvpass_str qr_modules;
    size_t qr_size; ///< How many modules a side has; 0 if there are none.
    /// Of a sign-in, when the code behind the URL ends, in milliseconds on the host's scale; 0 of a
    /// sign-out.
    uint64_t expires_at_ms;
} tvpass_browser_screen;

/// What Apple's framework, or the user in the system's settings, is to do. It belongs to the call.
typedef struct tvpass_partner_step {
    const tvpass_str *provider_ids; ///< Of a picker: Apple's ids (`supportedAccountProviderIdentifiers`).
    size_t provider_id_count; ///< How many there are.
    /// Of a request for a response: what the framework is to be given; else NULL.
    const tvpass_partner_authentication_request *request;
    tvpass_str channel_identifier; ///< The `channelIdentifier` to give with it. Empty without a request.
    /// Where the user changes it, for each operating system for which Adobe says where; NULL if
    /// there is nothing to change.
    const tvpass_partner_settings *const *settings;
    size_t settings_count; ///< How many there are.
} tvpass_partner_step;

/// What is kept of an MVPD: enough to ask *still with this one?* without the configuration. It
/// belongs to the call.
typedef struct tvpass_kept_mvpd {
    tvpass_str id; ///< Its id.
    tvpass_str name; ///< The name to show: the id, if there is no other.
    tvpass_str logo_url; ///< Where the logo is, as received and not checked. Empty if there is none.
} tvpass_kept_mvpd;

typedef int32_t tvpass_remedy; ///< What helps.

/// What to do about an error or a denial, and what to say: `tvpass_words_text` has the text to
/// show. It belongs to the call.
typedef struct tvpass_words {
    tvpass_remedy remedy; ///< What helps: a `TVPASS_REMEDY_…`.
    /// The key of the text, such as `not_included`, for an app with texts of its own. It does not
    /// change.
    tvpass_str key;
    tvpass_str english; ///< The text in English.
    tvpass_str spanish; ///< The text in Spanish.
    /// The provider's or the programmer's own words, in their language, to be shown instead of any
    /// others. Empty if there are none.
    tvpass_str provider_text;
    tvpass_str reference; ///< What support asks for: Adobe's code and trace. Empty if there is nothing.
} tvpass_words;

typedef int32_t tvpass_sign_in_status_source; ///< Where a status comes from.

/// Who is signed in. It belongs to the call.
typedef struct tvpass_sign_in_status {
    /// The MVPD that the user chose last; NULL if there is none. If there are no profiles: *still
    /// with this one?*
    const tvpass_kept_mvpd *mvpd;
    /// The profiles, in the order in which they are offered: not temporary before temporary, then
    /// the one that is valid longest. NULL: nobody is signed in, as far as is known.
    const tvpass_profile *const *profiles;
    size_t profile_count; ///< How many there are.
    /// The profile to use if the user does not choose: that of the MVPD that was chosen last, else
    /// the first. NULL if there are none.
    const tvpass_profile *current;
    const tvpass_words *words; ///< What the user may be told about `failure`; NULL if there is none.
    tvpass_sign_in_status_source source; ///< Where this comes from: a `TVPASS_SIGN_IN_STATUS_…`.
    tvpass_status failure; ///< With `TVPASS_SIGN_IN_STATUS_UNREACHABLE`, why; `TVPASS_STATUS_OK` with every other.
} tvpass_sign_in_status;

/// A successful sign-in. It belongs to the call.
typedef struct tvpass_signed_in {
    const tvpass_kept_mvpd *mvpd; ///< With whom.
    /// The profile; NULL if the service says that the user is signed in, and has none to show.
    const tvpass_profile *profile;
    tvpass_str already_text; ///< Why no sign-in was needed, if it was not, as the service says it. Empty if one was.
    /// The same as a number: a `TVPASS_SESSION_REASON_…`; `TVPASS_SESSION_REASON_UNKNOWN` if one
    /// was needed.
    tvpass_session_reason already;
} tvpass_signed_in;

typedef int32_t tvpass_obstacle_kind; ///< Why a sign-in cannot be done as it is set up.

/// Why a sign-in cannot be done as it is set up: for the developer. It belongs to the call.
typedef struct tvpass_obstacle {
    tvpass_obstacle_kind kind; ///< A `TVPASS_OBSTACLE_…`.
    tvpass_url_refusal url_refusal; ///< A `TVPASS_URL_REFUSAL_…`.
    tvpass_str action_name; ///< `actionName` as received. Empty with every other kind.
    const tvpass_session_parameter *const *missing_parameters; ///< What the session lacks; NULL if nothing.
    size_t missing_parameter_count; ///< How many there are.
} tvpass_obstacle;

typedef int32_t tvpass_lock_state; ///< Whether a resource can probably be watched.

/// The lock of one resource, for showing alone: what may be played says `tvpass_account_authorize`.
/// It belongs to the call.
typedef struct tvpass_lock {
    tvpass_str resource; ///< The resource as it was asked for.
    const tvpass_denial *denial; ///< Why it is closed, or not known; NULL if the answer does not say.
    const tvpass_words *words; ///< What the user may be told about that; NULL if there is nothing.
    tvpass_lock_state state; ///< A `TVPASS_LOCK_…`.
} tvpass_lock;

/// A permit for one playback, whose media token `tvpass_outcome_take_media_token` hands over, once.
/// For the next playback, also of the same resource, authorize again. When the media token runs out
/// while the stream plays, the stream goes on. It belongs to the call.
typedef struct tvpass_play {
    tvpass_str mvpd; ///< The MVPD that permitted it.
    tvpass_str source_text; ///< Who decided, as received. Empty if the answer does not say.
    /// By a TempPass: until when, in ms since 1970 by the service's clock. 0: not said.
    uint64_t temporary_not_after_unix_ms;
    tvpass_decision_source source; ///< Who decided: a `TVPASS_DECISION_SOURCE_…`.
    /// By a TempPass: the app has to stop the stream at its end, which
    /// `tvpass_account_temporary_access_end` waits for.
    bool is_temporary;
} tvpass_play;

/// How much is left of temporary access. It belongs to the call.
typedef struct tvpass_temporary_access {
    /// When the stream has to stop, in milliseconds on the host's scale: the clock of the TV does
    /// not matter. 0: nobody says.
    uint64_t ends_at_ms;
    uint64_t remaining_resources; ///< How many more resources can be watched, of a promotional one.
    bool has_remaining_resources; ///< Whether that is known.
} tvpass_temporary_access;

/// What a flow presents to the user, or how it ended. `kind` says which of the others there are; a
/// pointer is NULL where there is nothing. It belongs to the call.
typedef struct tvpass_presented {
    tvpass_presented_kind kind; ///< What it is: a `TVPASS_PRESENTED_…`.
    const tvpass_mvpd *const *providers; ///< The MVPDs to choose from, the one of last time first.
    size_t provider_count; ///< How many there are.
    const tvpass_code_screen *code_screen; ///< A code to show.
    const tvpass_browser_screen *browser; ///< A page to open.
    const tvpass_partner_step *partner; ///< Something for Apple's framework, or for the system's settings.
    const tvpass_sign_in_status *status; ///< Who is signed in.
    const tvpass_signed_in *signed_in; ///< Who has signed in.
    tvpass_str mvpd; ///< The id of a TempPass. Empty if there is none.
    const tvpass_obstacle *obstacle; ///< Why a sign-in cannot be done.
    const tvpass_lock *const *locks; ///< In the order in which they were asked for, each once.
    size_t lock_count; ///< How many there are.
    const tvpass_play *play; ///< A permit.
    const tvpass_temporary_access *temporary_access; ///< How much is left of temporary access.
    const tvpass_logout *const *logouts; ///< What the service said, for each MVPD that was signed out of.
    size_t logout_count; ///< How many there are.
    const tvpass_words *words; ///< What the user may be told.
    const tvpass_denial *denial; ///< Why the service does not permit something.
} tvpass_presented;

/// What the host has to do next. It belongs to the call, and stays until the call is polled again
/// or freed.
typedef struct tvpass_step {
    tvpass_step_kind kind; ///< What to do: a `TVPASS_STEP_…`.
    /// With `TVPASS_STEP_DONE`: what `tvpass_call_take_outcome` returns. `TVPASS_STATUS_OK` with
    /// every other.
    tvpass_status status;
    uint64_t call; ///< The call's number in events: 1 for a client's first. 0 of a flow, which makes several calls.
    /// When the call ends at the latest, in milliseconds on the host's scale; of a flow, the call
    /// that it makes now: a flow as a whole has no deadline.
    uint64_t deadline_ms;
    /// With `TVPASS_STEP_SEND`, how long the request may take at most; with `TVPASS_STEP_WAIT`, how
    /// long to wait at most. In milliseconds from the time of the poll; 0 with every other.
    uint64_t timeout_ms;
    /// With `TVPASS_STEP_WAIT`: when to poll again, in milliseconds on the host's scale. 0 with
    /// every other.
    uint64_t wait_until_ms;
    /// With `TVPASS_STEP_WAIT`: why, a `TVPASS_WAIT_…`. `TVPASS_WAIT_UNKNOWN` with every other.
    tvpass_wait_reason wait_reason;
    /// With `TVPASS_STEP_PROVIDE_TOKEN`: whether the last token was not accepted, so that a new one
    /// is needed.
    bool token_rejected;
    /// Whether this call found the registration lost and registered again, as the configuration
    /// allowed: the user's profiles are gone. `false` of a flow.
    bool registration_was_lost;
    /// The request of the last `TVPASS_STEP_SEND`, whatever came after it. It stays until the next
    /// one, or until the call is freed: the host's HTTP client may be reading it. NULL before the
    /// first.
    const tvpass_request *request;
    /// The state of the last `TVPASS_STEP_PERSIST`, which stays until the next one, or until the
    /// call is freed. It has the client credentials and the token: only this app may be able to
    /// read it. Empty before the first.
    tvpass_str state;
    /// What a flow presented last, or how it ended. It stays until something else is presented, or
    /// until the call is freed. NULL before the first, and of a call that is no flow's.
    const tvpass_presented *presented;
} tvpass_step;

#if defined(TVPASS_HAS_UREQ)
/// Settings of the built-in HTTP client. Input; `TVPASS_DRIVER_SETTINGS_INIT`.
typedef struct tvpass_driver_settings {
    size_t size; ///< The size of this structure, in bytes.
    /// One or more root certificates in PEM, to be trusted instead of Mozilla's, which are compiled
    /// in.
    tvpass_str root_certificates_pem;
    /// Whether the proxy is used that the environment names at this moment. By default there is
    /// none.
    ///
    /// The first of `ALL_PROXY`, `all_proxy`, `HTTPS_PROXY`, `https_proxy`, `HTTP_PROXY` and
    /// `http_proxy` that is set and not empty decides: `[http://][user:password@]host[:port]`, or
    /// `https://` for a proxy that is spoken to in TLS. If none is, there is no proxy. Plain `http`
    /// to this machine never goes through one, nor does a host in `NO_PROXY` (or `no_proxy`), a
    /// list with commas and without spaces: `name`, `.domain` or `*.domain` for what is below a
    /// domain, `*` for all.
    bool proxy_from_environment;
    /// The limit for resolving the name and, counted anew, for connecting with the TLS handshake,
    /// in milliseconds; 0: 10 s.
    uint64_t connect_timeout_ms;
    /// The limit for a whole request, from resolving the name to the last byte of the answer, in
    /// milliseconds; 0: 30 s.
    uint64_t total_timeout_ms;
    /// The largest body that is read, in bytes; 0: 1 MiB. A larger one is an error, never cut.
    uint64_t max_response_bytes;
} tvpass_driver_settings;
#endif

#define TVPASS_STATUS_OK 0 ///< Done.
#define TVPASS_STATUS_INVALID_INPUT 1001 ///< An input was refused before anything was sent.
#define TVPASS_STATUS_TRANSPORT_DNS 2001 ///< The host name was not resolved.
#define TVPASS_STATUS_TRANSPORT_CONNECT 2002 ///< No connection was made.
#define TVPASS_STATUS_TRANSPORT_TLS 2003 ///< TLS failed.
#define TVPASS_STATUS_TRANSPORT_TIMEOUT 2004 ///< A time limit ran out.
#define TVPASS_STATUS_TRANSPORT_CONNECTION_LOST 2005 ///< The connection was lost.
#define TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE 2006 ///< The answer exceeds the size limit.
#define TVPASS_STATUS_TRANSPORT_REFUSED 2007 ///< The driver refused to send the request.
#define TVPASS_STATUS_TRANSPORT_PROTOCOL 2008 ///< The answer is not HTTP.
#define TVPASS_STATUS_TRANSPORT_OTHER 2009 ///< Another failure below HTTP.
#define TVPASS_STATUS_HTTP_STATUS 3001 ///< A failure status without an error that Adobe documents.
#define TVPASS_STATUS_THROTTLED 3002 ///< Status 429.
#define TVPASS_STATUS_ENHANCED_ERROR 3003 ///< An enhanced error.
#define TVPASS_STATUS_DCR_ERROR 3004 ///< An error of the registration or token endpoint.
#define TVPASS_STATUS_MALFORMED_ANSWER 3005 ///< A successful status with an unreadable body.
/// The service no longer accepts the app's registration. The user's profiles are gone.
#define TVPASS_STATUS_REGISTRATION_LOST 3006
#define TVPASS_STATUS_DEADLINE_EXCEEDED 4001 ///< A call did not finish within its deadline.
#define TVPASS_STATUS_CANCELLED 4002 ///< A call was cancelled.
#define TVPASS_STATUS_OUT_OF_ORDER 4003 ///< A call was driven in the wrong order: a mistake in the driver.
#define TVPASS_STATUS_STATE_CORRUPT 4004 ///< Stored state is not readable.
#define TVPASS_STATUS_STATE_TOO_NEW 4005 ///< Stored state was written by a newer version of this library.
#define TVPASS_STATUS_STATE_OF_ANOTHER_APP 4006 ///< Stored state belongs to another software statement or environment.
#define TVPASS_STATUS_TOKEN_SOURCE_FAILED 4008 ///< The app's own token source gave no usable token.
#define TVPASS_STATUS_STORAGE_IN_USE 4009 ///< Another process or another client has the stored state open.
#define TVPASS_STATUS_STORAGE_UNREADABLE 4010 ///< There may be stored state, but it cannot be read.
#define TVPASS_STATUS_STORAGE_UNWRITABLE 4011 ///< State cannot be stored. What was stored before is as it was.
#define TVPASS_STATUS_NULL_ARGUMENT 9001 ///< A pointer that must not be NULL is.
#define TVPASS_STATUS_INVALID_UTF8 9002 ///< A text is not UTF-8.
/// A bug in this library: it stopped halfway. The handle is poisoned: free it. Please report it.
#define TVPASS_STATUS_PANIC 9003
#define TVPASS_STATUS_POISONED 9004 ///< A handle is poisoned by an earlier `TVPASS_STATUS_PANIC`: free it.
/// A number, a length or the `size` of a structure is outside of what is accepted.
#define TVPASS_STATUS_OUT_OF_RANGE 9005
/// A structure has something set behind what this library knows of it: the program was compiled
/// with a newer header, and uses something that this library does not have.
#define TVPASS_STATUS_UNKNOWN_INPUT 9006
/// There is no media token to take: it was taken already, or the decision is no permit.
#define TVPASS_STATUS_NO_MEDIA_TOKEN 9007

#define TVPASS_DELIVERY_UNKNOWN 0 ///< Not known; counts as possible.
#define TVPASS_DELIVERY_NOT_SENT 1 ///< The request certainly did not reach the server.
#define TVPASS_DELIVERY_POSSIBLE 2 ///< It may have. If in doubt, report this.

#define TVPASS_SIGN_IN_FAILED 0 ///< Nothing: the failure is another one. Polling ends.
/// Not yet: ask again, after a pause. An empty answer, `authenticated_profile_missing`, and every
/// failure that may be tried again.
#define TVPASS_SIGN_IN_PENDING 1
#define TVPASS_SIGN_IN_SIGNED_IN 2 ///< There is a profile.
/// The session is unknown or over (`invalid_authentication_session`, `invalid_parameter_code`):
/// create a new one.
#define TVPASS_SIGN_IN_SESSION_OVER 3

/// The error has no action, or one that this version does not know: see `action_text`.
#define TVPASS_ERROR_ACTION_UNKNOWN 0
#define TVPASS_ERROR_ACTION_NONE 1 ///< `none`: nothing predefined; often the request itself was improper.
/// `configuration`: somebody has to change the configuration in Adobe's TVE Dashboard.
#define TVPASS_ERROR_ACTION_CONFIGURATION 2
/// `application-registration`: the app has to register again. Its profiles are gone.
#define TVPASS_ERROR_ACTION_APPLICATION_REGISTRATION 3
#define TVPASS_ERROR_ACTION_AUTHENTICATION 4 ///< `authentication`: the user has to sign in again.
/// `authorization`: the app has to obtain an authorization for the resource.
#define TVPASS_ERROR_ACTION_AUTHORIZATION 5
#define TVPASS_ERROR_ACTION_RETRY 6 ///< `retry`: sending the request again may help.

#define TVPASS_CONNECTION_SECURE_UNKNOWN 0 ///< Nothing is said about it.
#define TVPASS_CONNECTION_SECURE_YES 1 ///< A secure network.
#define TVPASS_CONNECTION_SECURE_NO 2 ///< A public hot spot.

#define TVPASS_ACCESS_STATUS_NOT_DETERMINED 0 ///< `notDetermined`: the user has not been asked.
#define TVPASS_ACCESS_STATUS_RESTRICTED 1 ///< `restricted`: nobody may allow it on this device.
#define TVPASS_ACCESS_STATUS_DENIED 2 ///< `denied`: the user does not allow it.
#define TVPASS_ACCESS_STATUS_GRANTED 3 ///< `granted`: the user allows it.

#define TVPASS_ENVIRONMENT_PRODUCTION 0 ///< `https://sp.auth.adobe.com`; V1: `https://api.auth.adobe.com`
#define TVPASS_ENVIRONMENT_PREQUAL 1 ///< `https://sp-prequal.auth.adobe.com`
#define TVPASS_ENVIRONMENT_STAGING 2 ///< `https://sp.auth-staging.adobe.com`; V1: `https://api.auth-staging.adobe.com`
#define TVPASS_ENVIRONMENT_PREQUAL_STAGING 3 ///< `https://sp-prequal.auth-staging.adobe.com`

/// The answer does not say, or something that this version does not know: see `state_text`. The
/// value counts as one that cannot be read.
#define TVPASS_ATTRIBUTE_STATE_UNKNOWN 0
#define TVPASS_ATTRIBUTE_STATE_PLAIN 1 ///< `plain`: it can.
/// `enc`: it is encrypted with the programmer's certificate; only the programmer's server can read
/// it.
#define TVPASS_ATTRIBUTE_STATE_ENCRYPTED 2

#define TVPASS_BOOLEAN_UNKNOWN 0 ///< Neither.
#define TVPASS_BOOLEAN_TRUE 1 ///< `true`
#define TVPASS_BOOLEAN_FALSE 2 ///< `false`

#define TVPASS_VERDICT_NO_ANSWER 0 ///< Neither yes nor no.
#define TVPASS_VERDICT_PERMIT 1 ///< The user may watch it now. To play it takes a media token, too: `is_playable`.
#define TVPASS_VERDICT_DENY 2 ///< The user may not watch it now. Never sign out because of that.

/// The answer does not say, or something that this version does not know: see
/// `boarding_status_text`.
#define TVPASS_BOARDING_STATUS_UNKNOWN 0
#define TVPASS_BOARDING_STATUS_SUPPORTED 1 ///< `SUPPORTED`: Apple's framework signs the user in.
#define TVPASS_BOARDING_STATUS_PICKER 2 ///< `PICKER`: Apple's picker shows it, and Adobe signs the user in.

/// The answer does not say, or something that this version does not know: see `source_text`.
#define TVPASS_DECISION_SOURCE_UNKNOWN 0
#define TVPASS_DECISION_SOURCE_MVPD 1 ///< `mvpd`: the provider, or Adobe from what the provider said before.
/// `degradation`: a rule that the programmer switched on while the provider was out of order.
#define TVPASS_DECISION_SOURCE_DEGRADATION 2
#define TVPASS_DECISION_SOURCE_TEMP_PASS 3 ///< `temppass`: a TempPass.
#define TVPASS_DECISION_SOURCE_DUMMY 4 ///< `dummy`: not explained by Adobe's pages.

#define TVPASS_LOGOUT_ACTION_UNKNOWN 0 ///< An action that this version does not know: see `action_name`.
/// `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one may
/// stop here; the provider's own session then stays open.
#define TVPASS_LOGOUT_ACTION_OPEN_URL 1
/// `logout`, but its URL must not be opened. The provider's own session stays open.
#define TVPASS_LOGOUT_ACTION_URL_REFUSED 2
/// `partner_logout`: the user has to sign out in the system's settings too. No app can do it.
#define TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT 3
/// `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
#define TVPASS_LOGOUT_ACTION_COMPLETE 4
#define TVPASS_LOGOUT_ACTION_INVALID 5 ///< `invalid`: nothing; no valid profile was found.
/// `invalid` in answer to a repeated request, after an answer was lost: the profile may have been
/// removed by the first one, and its URL with it. The provider's own session may still be open.
/// Only calls report this.
#define TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER 6

#define TVPASS_FOLLOW_UP_UNKNOWN 0 ///< Something that this version does not know.
/// Open `url` in a user agent until `tvpass_redirect_url_is_reached_by` says that it is done, or
/// the user closes it.
#define TVPASS_FOLLOW_UP_OPEN_URL 1
/// Tell the user to sign out in the system's settings too; `settings` says where.
#define TVPASS_FOLLOW_UP_PARTNER_SIGN_OUT 2
/// Nothing can be done, but the provider's own session may still be open, which a user on a shared
/// device may want to know.
#define TVPASS_FOLLOW_UP_SESSION_MAY_BE_OPEN 3

/// The answer does not say, or something that this version does not know: see `protocol_text`.
#define TVPASS_PARTNER_PROTOCOL_UNKNOWN 0
#define TVPASS_PARTNER_PROTOCOL_SAML 1 ///< `saml`: SAML 2.0.

#define TVPASS_EXPECTATION_NO_ANSWER 0 ///< Neither yes nor no: show neither an open nor a closed lock.
/// The user can probably watch it. That is no permit: authorize before playing.
#define TVPASS_EXPECTATION_PROBABLY_PERMITTED 1
#define TVPASS_EXPECTATION_PROBABLY_DENIED 2 ///< The user can probably not watch it.

/// The answer does not say, or something that this version does not know: see `type_text`.
#define TVPASS_PROFILE_TYPE_UNKNOWN 0
#define TVPASS_PROFILE_TYPE_REGULAR 1 ///< `regular`: signed in with the MVPD.
/// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
#define TVPASS_PROFILE_TYPE_DEGRADED 2
#define TVPASS_PROFILE_TYPE_TEMPORARY 3 ///< `temporary`: temporary access, without an MVPD (TempPass).
#define TVPASS_PROFILE_TYPE_APPLE_SSO 4 ///< `appleSSO`: found only with a fresh `partner_framework_status`.
#define TVPASS_PROFILE_TYPE_PLATFORM_SSO 5 ///< `platformSSO`: found only with the platform's token (Amazon, Roku).
#define TVPASS_PROFILE_TYPE_SERVICE_TOKEN_SSO 6 ///< `serviceTokenSSO`: found only with the service token.

#define TVPASS_SESSION_ACTION_UNKNOWN 0 ///< An action that this version does not know: see `action_name`. Open nothing.
/// `authenticate`: the user has to sign in at `url`, on this device or another; then the profile is
/// found by the code.
#define TVPASS_SESSION_ACTION_AUTHENTICATE 1
/// `authenticate`, but the answer's URL is missing or must not be opened. The code can still be
/// typed on a second device.
#define TVPASS_SESSION_ACTION_URL_REFUSED 2
/// `resume` and `retry`: supply `missing_parameters` (`tvpass_resume_session_new`), from this
/// device or another.
#define TVPASS_SESSION_ACTION_SUPPLY_MISSING 3
#define TVPASS_SESSION_ACTION_AUTHORIZE 4 ///< `authorize`: nothing; a profile exists, go on to decisions with `mvpd`.
/// `partner_profile`: hand `partner_request` to the partner's framework, and its response to
/// `tvpass_partner_profile_new`.
#define TVPASS_SESSION_ACTION_ASK_PARTNER 5
/// `partner_profile` without the request for the partner: sign in without it.
#define TVPASS_SESSION_ACTION_PARTNER_REQUEST_MISSING 6

/// The answer does not say, or something that this version does not know: see `action_type_text`.
#define TVPASS_ACTION_TYPE_UNKNOWN 0
#define TVPASS_ACTION_TYPE_INTERACTIVE 1 ///< `interactive`: in a user agent, by the user.
#define TVPASS_ACTION_TYPE_DIRECT 2 ///< `direct`: by the app, with another operation.

/// The answer does not say, or something that this version does not know: see `reason_text`.
#define TVPASS_SESSION_REASON_UNKNOWN 0
#define TVPASS_SESSION_REASON_NONE 1 ///< `none`: the user has to sign in.
#define TVPASS_SESSION_REASON_AUTHENTICATED 2 ///< `authenticated`: a regular profile exists.
#define TVPASS_SESSION_REASON_AUTHENTICATED_SSO 3 ///< `authenticatedSSO`: a profile of single sign-on exists.
#define TVPASS_SESSION_REASON_TEMPORARY 4 ///< `temporary`: temporary access, which needs no sign-in.
/// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
#define TVPASS_SESSION_REASON_DEGRADED 5
/// `pfs_fallback`: the framework's status is missing or not valid: sign in without the partner.
#define TVPASS_SESSION_REASON_PARTNER_STATUS_FALLBACK 6
/// `configuration_fallback`: the partner is not set up for this MVPD: sign in without it.
#define TVPASS_SESSION_REASON_CONFIGURATION_FALLBACK 7
/// `missing_parameters_fallback`: a parameter is missing or not valid: resume.
#define TVPASS_SESSION_REASON_MISSING_PARAMETERS_FALLBACK 8

#define TVPASS_SESSION_PARAMETER_UNKNOWN 0 ///< Something that this version does not know: see `name`.
#define TVPASS_SESSION_PARAMETER_MVPD 1 ///< `mvpd`
#define TVPASS_SESSION_PARAMETER_DOMAIN_NAME 2 ///< `domainName`, or `domain`, as some answers call it.
#define TVPASS_SESSION_PARAMETER_REDIRECT_URL 3 ///< `redirectUrl`

#define TVPASS_URL_REFUSAL_UNKNOWN 0 ///< It was not refused, or for a reason that this version does not know.
#define TVPASS_URL_REFUSAL_MISSING 1 ///< There is no URL.
#define TVPASS_URL_REFUSAL_MALFORMED 2 ///< Not a URL, or one that browsers read differently from the standard.
/// A scheme other than `https`; `http` is good on this machine alone, for a service on it.
#define TVPASS_URL_REFUSAL_SCHEME 3
#define TVPASS_URL_REFUSAL_USER_INFORMATION 4 ///< User information before the host.
#define TVPASS_URL_REFUSAL_OTHER_HOST 5 ///< A reference that leads to another host than the service's.
#define TVPASS_URL_REFUSAL_HOST 6 ///< No usable host or port.

#define TVPASS_LOCK_UNKNOWN 0 ///< Nobody knows: show neither.
#define TVPASS_LOCK_OPEN 1 ///< It probably can.
#define TVPASS_LOCK_CLOSED 2 ///< It probably cannot.

#define TVPASS_PRESENTED_UNKNOWN 0 ///< Something that this version does not know.
/// Let the user choose one of `providers`; then tell `TVPASS_TELL_PROVIDER_CHOSEN`.
/// `TVPASS_TELL_SEARCH` presents those whose name fits what was typed.
#define TVPASS_PRESENTED_CHOOSE_PROVIDER 1
/// Show `code_screen`, in place of an earlier one, until something else is presented. Polling goes
/// on by itself; the user may ask for `TVPASS_TELL_NEW_CODE`.
#define TVPASS_PRESENTED_SHOW_CODE 2
/// Open `browser`, and show nothing over it; then tell `TVPASS_TELL_REDIRECT_REACHED` or
/// `TVPASS_TELL_BROWSER_CLOSED`. Of a sign-out, a device without one may show the QR code, or go on
/// with `TVPASS_TELL_CONTINUE`.
#define TVPASS_PRESENTED_OPEN_BROWSER 3
/// Ask Apple's framework for permission and for the account, without interrupting the user; then
/// tell `TVPASS_TELL_PARTNER_STATUS` or `TVPASS_TELL_PARTNER_FAILED`.
#define TVPASS_PRESENTED_PARTNER_QUERY_STATUS 4
/// Let Apple's framework show its picker, with `partner`'s provider ids; then tell
/// `TVPASS_TELL_PARTNER_STATUS`, `TVPASS_TELL_PARTNER_UNSUPPORTED` or `TVPASS_TELL_PARTNER_FAILED`.
#define TVPASS_PRESENTED_PARTNER_SHOW_PICKER 5
/// Ask Apple's framework for a response to `partner`'s request; then tell
/// `TVPASS_TELL_PARTNER_RESPONSE` or `TVPASS_TELL_PARTNER_FAILED`.
#define TVPASS_PRESENTED_PARTNER_REQUEST_RESPONSE 6
/// The user does not let the app see the subscription: `partner`'s settings say where that can be
/// changed. The sign-in goes on without; nothing is to be told.
#define TVPASS_PRESENTED_PARTNER_PERMISSION_MISSING 7
/// Tell the user to sign out in the system's settings, too, as `partner`'s settings say; then tell
/// `TVPASS_TELL_CONTINUE`.
#define TVPASS_PRESENTED_SIGN_OUT_IN_SETTINGS 8
/// Tell the user, on a shared device, that the MVPD's own session may still be open; then tell
/// `TVPASS_TELL_CONTINUE`.
#define TVPASS_PRESENTED_SESSION_MAY_BE_OPEN 9
#define TVPASS_PRESENTED_KEPT_STATUS 10 ///< Who is signed in, as it is kept: `status`.
#define TVPASS_PRESENTED_LOCKS_SO_FAR 11 ///< Those of `locks` that are known by now.
#define TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING 12 ///< How much is left of temporary access: `temporary_access`.
/// The end: the flow failed. The step's `status` and the error of `tvpass_call_take_outcome` say
/// why, `words` what the user may be told.
#define TVPASS_PRESENTED_FAILED 100
#define TVPASS_PRESENTED_STATUS 101 ///< The end of a status: `status`.
#define TVPASS_PRESENTED_SIGNED_IN 102 ///< The end of a sign-in: `signed_in`.
/// The end of a sign-in: `mvpd` is a TempPass, which needs none. Authorize with it.
#define TVPASS_PRESENTED_TEMPORARY_ACCESS 103
/// The end of a sign-in: the browser was closed, or came back, without a profile. Back to the
/// choice of an MVPD.
#define TVPASS_PRESENTED_NOT_COMPLETED 104
#define TVPASS_PRESENTED_CODE_EXPIRED 105 ///< The end of a sign-in: the code ended before anybody signed in.
#define TVPASS_PRESENTED_REPLACED 106 ///< The end of a sign-in: another one, or a sign-out, has taken its place.
/// The end of a sign-in: it cannot be done as it is set up; `obstacle` says why, for the developer.
#define TVPASS_PRESENTED_NOT_POSSIBLE 107
/// The end of a preauthorization: all `locks`, and `words` if the user should be told something
/// about all of them, above all to sign in.
#define TVPASS_PRESENTED_LOCKS 108
#define TVPASS_PRESENTED_PLAY 109 ///< The end of an authorization: play, as `play` says.
#define TVPASS_PRESENTED_OFFER_SIGN_IN 110 ///< The end of an authorization: offer to sign in, with `words`.
/// The end of an authorization: explain why not, with `words`; trying again changes nothing.
#define TVPASS_PRESENTED_EXPLAIN 111
#define TVPASS_PRESENTED_TRY_LATER 112 ///< The end of an authorization: offer to try again later, with `words`.
#define TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED 113 ///< The end of temporary access: stop the stream, and say `words`.
/// No answer told when temporary access ends: nothing is to be stopped.
#define TVPASS_PRESENTED_TEMPORARY_ACCESS_HAS_NO_END 114
#define TVPASS_PRESENTED_SIGNED_OUT 115 ///< The end of a sign-out; `logouts` are what the service said.

#define TVPASS_OBSTACLE_UNKNOWN 0 ///< Something that this version does not know.
/// The session lacks `missing_parameters`, although all that is known was sent: one was refused, or
/// is not in the settings.
#define TVPASS_OBSTACLE_MISSING_PARAMETERS 1
#define TVPASS_OBSTACLE_URL_REFUSED 2 ///< The URL of the login page must not be opened: `url_refusal`.
#define TVPASS_OBSTACLE_NO_CODE 3 ///< The service answered without a code.
#define TVPASS_OBSTACLE_UNKNOWN_ACTION 4 ///< An action that this version does not know: `action_name`.

#define TVPASS_SIGN_IN_LINK_UNKNOWN 0 ///< There is no link, or something that this version does not know.
/// The MVPD's login page, by way of Adobe: it needs no page of the programmer's.
#define TVPASS_SIGN_IN_LINK_AUTHENTICATE 1
#define TVPASS_SIGN_IN_LINK_ACTIVATION_PAGE 2 ///< The programmer's page, with the code typed in already.

#if defined(TVPASS_HAS_FLOWS)
#define TVPASS_SIGN_IN_METHOD_SECOND_SCREEN 0 ///< On a second screen, by a code and a QR code.
#define TVPASS_SIGN_IN_METHOD_BROWSER 1 ///< In a browser, or a view with one, on this device.
#endif

#define TVPASS_SIGN_IN_STATUS_UNKNOWN 0 ///< Something that this version does not know.
/// From an earlier start: for a greeting, while the service is asked. It proves nothing.
#define TVPASS_SIGN_IN_STATUS_KEPT 1
#define TVPASS_SIGN_IN_STATUS_SERVICE 2 ///< The service has said so.
/// The service could not be asked, so it is what was kept. Playing asks anyway.
#define TVPASS_SIGN_IN_STATUS_UNREACHABLE 3

#if defined(TVPASS_HAS_FLOWS)
#define TVPASS_TELL_UNKNOWN 0 ///< Nothing; it is refused.
#define TVPASS_TELL_PROVIDER_CHOSEN 1 ///< The user chose an MVPD: `text` is its id.
/// The user typed `text` while choosing an MVPD: those whose name fits are presented, without
/// regard to letter case, accents, spaces and punctuation. Empty: all.
#define TVPASS_TELL_SEARCH 2
#define TVPASS_TELL_NEW_CODE 3 ///< The user wants another code.
#define TVPASS_TELL_REDIRECT_REACHED 4 ///< The user agent has reached the redirect URL, and was closed.
#define TVPASS_TELL_BROWSER_CLOSED 5 ///< The user closed the user agent.
#define TVPASS_TELL_CONTINUE 6 ///< Of a sign-out: the user has seen it, or there is no user agent.
#define TVPASS_TELL_PARTNER_STATUS 7 ///< What Apple's framework says now: `partner_framework_status`.
/// The user chose a provider in Apple's picker that cannot sign in there (an error of
/// `VSErrorDomain` with code 1): `text` is its `VSErrorInfoKeyUnsupportedProviderIdentifier`.
#define TVPASS_TELL_PARTNER_UNSUPPORTED 8
/// Apple's response, as `saml_response` or `saml_response_base64`, with a fresh
/// `partner_framework_status`.
#define TVPASS_TELL_PARTNER_RESPONSE 9
#define TVPASS_TELL_PARTNER_FAILED 10 ///< The framework gave nothing, for whatever reason.
#endif

/// Something that this version does not know: explain, as with `TVPASS_REMEDY_EXPLAIN`.
#define TVPASS_REMEDY_UNKNOWN 0
#define TVPASS_REMEDY_SIGN_IN 1 ///< Offer to sign in. The choice of the MVPD is kept.
#define TVPASS_REMEDY_EXPLAIN 2 ///< Explain; trying again changes nothing.
#define TVPASS_REMEDY_TRY_LATER 3 ///< Offer to try again later.
#define TVPASS_REMEDY_CORRECT_IDENTITY 4 ///< Correct the identity for temporary access.
#define TVPASS_REMEDY_HIDE_OFFER 5 ///< Do not offer temporary access any more.
#define TVPASS_REMEDY_CHOOSE_PROVIDER 6 ///< Offer another MVPD.
#define TVPASS_REMEDY_CONTACT_SUPPORT 7 ///< Show `reference`, for support.
#define TVPASS_REMEDY_NOTHING 8 ///< Say nothing: the user, or the app, wanted it so.

/// Something that this version of the header does not know. Does not happen with a library of the
/// same version.
#define TVPASS_STEP_UNKNOWN 0
/// Send `request` as it is and once, without following redirects, with an HTTP client that repeats
/// nothing by itself, and give up after `timeout_ms`; then `tvpass_call_respond` or
/// `tvpass_call_fail`.
#define TVPASS_STEP_SEND 1
/// Poll again after `timeout_ms`, or as soon as another call of the client was given an answer, was
/// cancelled or freed. Polling earlier is harmless.
#define TVPASS_STEP_WAIT 2
/// Store `state`, durably and in place of the old one (`tvpass_state_file_save` does); then
/// `tvpass_call_persisted`, even if the call has ended meanwhile: until then, or until the call is
/// freed, no other call of the client is told to store.
#define TVPASS_STEP_PERSIST 3
/// Get a token from the app's own source; then `tvpass_call_provide_token` or
/// `tvpass_call_token_failed`.
#define TVPASS_STEP_PROVIDE_TOKEN 4
/// The call has ended: `tvpass_call_take_outcome`, then free it. How a flow ended is in
/// `presented`, too.
#define TVPASS_STEP_DONE 5
/// Present `presented` to the user, and poll again; what the user does about it is told with
/// `tvpass_call_tell`. Flows only.
#define TVPASS_STEP_PRESENT 6

#define TVPASS_WAIT_UNKNOWN 0 ///< It does not wait, or for a reason that this version does not know.
#define TVPASS_WAIT_PACING 1 ///< For its place: 1 request a second after the burst.
#define TVPASS_WAIT_THROTTLED 2 ///< The service answered 429, or asked for a pause (`Retry-After`).
#define TVPASS_WAIT_BACKOFF 3 ///< Before trying again.
/// Another call is registering, getting the token, or having the state stored. Poll again when that
/// call was given an answer.
#define TVPASS_WAIT_OTHER_CALL 4
#define TVPASS_WAIT_ANSWER 5 ///< Its own request is still out, or its state is being stored.

#define TVPASS_EVENT_UNKNOWN 0 ///< Something that this version does not know: see `text`.
#define TVPASS_EVENT_REQUEST 1 ///< A request goes out: purpose, method, operation.
/// An answer came in: purpose, HTTP status, duration; if it means an error: status, Adobe's code,
/// trace.
#define TVPASS_EVENT_ANSWER 2
#define TVPASS_EVENT_TRANSPORT_FAILURE 3 ///< The request or its answer was lost: purpose, status, delivery, duration.
#define TVPASS_EVENT_WAIT 4 ///< The call waits: wait reason, duration (at most).
#define TVPASS_EVENT_RETRY 5 ///< A request is tried again: attempt, and the status that it recovers from.
#define TVPASS_EVENT_TOKEN_RENEWED 6 ///< There is a new access token: duration (its lifetime).
#define TVPASS_EVENT_TOKEN_REJECTED 7 ///< The service did not accept the token.
#define TVPASS_EVENT_REGISTERED 8 ///< The app was registered.
#define TVPASS_EVENT_REGISTRATION_LOST 9 ///< The registration is lost, and the user's profiles with it.
#define TVPASS_EVENT_PERSISTED 10 ///< The state was stored.
/// The state could not be stored. If the process ends now, the next start registers again.
#define TVPASS_EVENT_NOT_PERSISTED 11
#define TVPASS_EVENT_DONE 12 ///< The call ended: status, duration (from its start).

#define TVPASS_PURPOSE_UNKNOWN 0 ///< The event is about no request, or about something that this version does not know.
#define TVPASS_PURPOSE_REGISTER 1 ///< Registration of the app.
#define TVPASS_PURPOSE_TOKEN 2 ///< An access token.
#define TVPASS_PURPOSE_OPERATION 3 ///< The call's own operation.

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/// The version of the library that is linked, such as `0.1.0`. Compare with `TVPASS_VERSION_MAJOR`
/// and its like, which are the header's.
/// @return Lives as long as the library.
/// Threads: any.
tvpass_str tvpass_version(void);

/// A status as a word, such as `invalid_input`.
/// @param status any number.
/// @return Lives as long as the library. Empty for a number that this version does not know.
/// Threads: any.
tvpass_str tvpass_status_name(tvpass_status status);

/// Frees a text and overwrites it with zeros.
/// @param text consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_text_free(tvpass_text *text);

/// Frees an error, and all that it refers to.
/// @param error consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_error_free(tvpass_error *error);

/// Frees an event, and all that it refers to.
/// @param event consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_event_free(tvpass_event *event);

/// A site. What is computed of the device is computed here, once.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the site; caller frees with `tvpass_site_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key
///   of the device that is missing), or a common status.
/// Threads: any.
tvpass_status tvpass_site_new(const tvpass_site_input *input, tvpass_site **out, tvpass_error **error);

/// Frees a site. What was made with it is not affected.
/// @param site consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_site_free(tvpass_site *site);

/// What the site has made of its input.
/// @param site borrowed.
/// @return Borrowed from `site`, until that is freed. NULL for NULL.
/// Threads: any.
const tvpass_site_description *tvpass_site_describe(const tvpass_site *site);

/// Checks and keeps an access token.
/// @param text the token alone, without `Bearer`, at most 16 KiB; copied.
/// @param out receives the token; caller frees with `tvpass_access_token_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_access_token_new(tvpass_str text, tvpass_access_token **out, tvpass_error **error);

/// Frees an access token. What was made with it is not affected.
/// @param access_token consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_access_token_free(tvpass_access_token *access_token);

/// An answer without headers and body.
/// @param status the HTTP status, whatever it is; 0 if the HTTP client tells it last.
/// @param out receives the answer; caller frees with `tvpass_response_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_response_new(uint16_t status, tvpass_response **out, tvpass_error **error);

/// Frees an answer.
/// @param response consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_response_free(tvpass_response *response);

/// Sets the status, for HTTP clients that tell it last.
/// @param response changed.
/// @param status the HTTP status, whatever it is.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_response_set_status(tvpass_response *response, uint16_t status, tvpass_error **error);

/// Adds a received header. Only `Content-Type` and `Retry-After` are read, the first of each;
/// passing all of them is fine, the others are not kept.
/// @param response changed.
/// @param name the field name; copied. It need not be UTF-8.
/// @param value the value; copied. It need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_response_add_header(tvpass_response *response,
                                         tvpass_str name,
                                         tvpass_str value,
                                         tvpass_error **error);

/// Adds a received header line as libcurl's header callback gets it, `Name: value`, with or without
/// a line break at the end. A status line (`HTTP/1.1 200 OK`) begins another answer: the headers
/// before it, of an interim answer or a proxy's, are forgotten. Other lines without a colon (the
/// empty line at the end) are ignored.
/// @param response changed.
/// @param line the line; copied. It need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_response_add_header_line(tvpass_response *response, tvpass_str line, tvpass_error **error);

/// Appends a piece of the body.
/// @param response changed.
/// @param data the bytes; copied. They need not be UTF-8.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` if the body becomes longer than
///   `TVPASS_MAX_RESPONSE_BODY` (it is left as it was; end the transfer and report
///   `TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE`), or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_response_append_body(tvpass_response *response, tvpass_str data, tvpass_error **error);

/// The HTTP status.
/// @param response borrowed.
/// @return 0 for NULL.
/// Threads: any.
uint16_t tvpass_response_status(const tvpass_response *response);

/// Frees an operation. What was made with it is not affected.
/// @param operation consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_operation_free(tvpass_operation *operation);

/// Perform authentication in user agent: the URL at which a user signs in,
/// `{base}/api/v2/authenticate/{serviceProvider}/{code}`. It is no operation, and nothing in this
/// library requests it: open it in a user agent, or show it, as a QR code for example.
///
/// For a second device, once `tvpass_retrieve_session_new` or `tvpass_resume_session_new` has said
/// that nothing is missing. The device that created the session has the URL in the answer. Whoever
/// has it can sign the device in while the code is valid: log it nowhere.
/// @param site borrowed.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the URL; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_authenticate_url_new(const tvpass_site *site,
                                          const tvpass_authenticate_input *input,
                                          tvpass_text **out,
                                          tvpass_error **error);

/// Retrieve authorization decisions using specific MVPD: may the user watch this now? `POST
/// {base}/api/v2/{serviceProvider}/decisions/authorize/{mvpd}`. Its outcome:
/// `tvpass_outcome_authorization_decisions`, and `tvpass_outcome_take_media_token`.
///
/// Right before each playback, whatever was asked before. MVPDs usually take 1 resource at once.
/// With a TempPass, this starts its clock; with a TempPass identity it is sent once.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_authorize_new(const tvpass_authorize_input *input, tvpass_operation **out, tvpass_error **error);

/// Retrieve configuration for specific service provider: the MVPDs to choose from. `GET
/// {base}/api/v2/{serviceProvider}/configuration`. Its outcome: `tvpass_outcome_configuration`.
///
/// Only when the user has to choose: not while signed in, not for TempPass. Keep the answer in
/// memory, for some minutes.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_configuration_new(const tvpass_configuration_input *input,
                                       tvpass_operation **out,
                                       tvpass_error **error);

/// Create authentication session: the first step of a sign-in. `POST
/// {base}/api/v2/{serviceProvider}/sessions`. Its outcome: `tvpass_outcome_session`.
///
/// What is not known yet is supplied later, by `tvpass_resume_session_new`. A new session ends the
/// device's previous one.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_create_session_new(const tvpass_create_session_input *input,
                                        tvpass_operation **out,
                                        tvpass_error **error);

/// Initiate logout for a specific MVPD (REST API V2):
/// `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}`. Its outcome:
/// `tvpass_outcome_logout`.
///
/// For a user who asked to sign out; never automatically after a denied authorization. TempPass
/// needs no logout.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_logout_new(const tvpass_logout_input *input, tvpass_operation **out, tvpass_error **error);

/// The legacy V1 logout: `DELETE {base}/api/v1/logout?requestor=…&deviceId=…`, for a site with
/// `is_v1`. REST API V1 ends with 2026. It takes no access token, and its outcome says nothing more
/// than success.
///
/// It clears the tokens on Adobe's side and does not call the MVPD's logout endpoint: the
/// provider's own session stays open.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_logout_v1_new(const tvpass_logout_v1_input *input, tvpass_operation **out, tvpass_error **error);

/// Writes a resource in Media RSS (Adobe: *Identifying protected resources*), for MVPDs that want
/// to know more than the channel. What XML reserves is escaped; there is no CDATA.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the resource; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_mrss_new(const tvpass_mrss_input *input, tvpass_text **out, tvpass_error **error);

/// Create and retrieve profile using partner authentication response: the last step of single
/// sign-on with Apple. `POST {base}/api/v2/{serviceProvider}/profiles/sso/{partner}`. Its outcome:
/// `tvpass_outcome_profiles`, of any type, and maybe empty: then the user signs in as everywhere.
///
/// It is sent once, since a response is usually good for one use. If the answer is lost, ask by
/// `tvpass_profile_for_mvpd_new`.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_partner_profile_new(const tvpass_partner_profile_input *input,
                                         tvpass_operation **out,
                                         tvpass_error **error);

/// Retrieve partner authentication request: the first step of single sign-on with Apple. `POST
/// {base}/api/v2/{serviceProvider}/sessions/sso/{partner}`. Its outcome: `tvpass_outcome_session`.
///
/// If that says `TVPASS_SESSION_ACTION_ASK_PARTNER`, hand `partner_request` to the framework, and
/// its response to `tvpass_partner_profile_new`. Else the user signs in as everywhere.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_partner_request_new(const tvpass_partner_request_input *input,
                                         tvpass_operation **out,
                                         tvpass_error **error);

/// Retrieve preauthorization decisions using specific MVPD: which of these the user can probably
/// watch, for locks and filters. `POST
/// {base}/api/v2/{serviceProvider}/decisions/preauthorize/{mvpd}`. Its outcome:
/// `tvpass_outcome_preauthorization_decisions`.
///
/// Never the answer to *play*. MVPDs usually take 5 resources at once. No CDATA.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_preauthorize_new(const tvpass_preauthorize_input *input,
                                      tvpass_operation **out,
                                      tvpass_error **error);

/// Retrieve profile for specific code: what is polled during a sign-in. `GET
/// {base}/api/v2/{serviceProvider}/profiles/code/{code}`. Its outcome: `tvpass_outcome_profiles`.
///
/// Every 3 to 5 seconds or more slowly, while `sign_in_progress` of the outcome or of the error is
/// `TVPASS_SIGN_IN_PENDING`, and until the code's time is over.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_profile_for_code_new(const tvpass_profile_for_code_input *input,
                                          tvpass_operation **out,
                                          tvpass_error **error);

/// Retrieve profile for specific MVPD, for later starts, and for what is left of a TempPass. `GET
/// {base}/api/v2/{serviceProvider}/profiles/{mvpd}`. Its outcome: `tvpass_outcome_profiles`.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_profile_for_mvpd_new(const tvpass_profile_for_mvpd_input *input,
                                          tvpass_operation **out,
                                          tvpass_error **error);

/// Retrieve profiles: all valid ones of this app on this device. `GET
/// {base}/api/v2/{serviceProvider}/profiles`. Its outcome: `tvpass_outcome_profiles`.
///
/// For the first start, when no MVPD is remembered. Degraded and temporary profiles are found by
/// MVPD, those of single sign-on only with what they were obtained with.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_profiles_new(const tvpass_profiles_input *input, tvpass_operation **out, tvpass_error **error);

/// Resume authentication session: supply what it lacks. `POST
/// {base}/api/v2/{serviceProvider}/sessions/{code}`. Its outcome: `tvpass_outcome_session`.
///
/// From the device that created the session, or a second one on which the user typed the code. A
/// code that is wrong or over is `TVPASS_STATUS_ENHANCED_ERROR`; see `sign_in_progress` of
/// `tvpass_error`.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_resume_session_new(const tvpass_resume_session_input *input,
                                        tvpass_operation **out,
                                        tvpass_error **error);

/// Retrieve authentication session information using code: is the code right that the user typed on
/// a second device, and of which device is it? `GET
/// {base}/api/v2/{serviceProvider}/sessions/{code}`. Its outcome: `tvpass_outcome_session_details`.
/// Whether the user has signed in is asked by `tvpass_profile_for_code_new`.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_retrieve_session_new(const tvpass_retrieve_session_input *input,
                                          tvpass_operation **out,
                                          tvpass_error **error);

/// The request of an operation, complete with all headers.
/// @param operation borrowed for the call.
/// @param site borrowed for the call.
/// @param access_token borrowed for the call; NULL for an operation that takes none, which is the
///   V1 logout.
/// @param out receives the exchange; caller frees with `tvpass_exchange_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_exchange_new(const tvpass_operation *operation,
                                  const tvpass_site *site,
                                  const tvpass_access_token *access_token,
                                  tvpass_exchange **out,
                                  tvpass_error **error);

/// Frees an exchange, and with it its request, of which the secrets are overwritten with zeros.
/// @param exchange consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_exchange_free(tvpass_exchange *exchange);

/// The request to send.
/// @param exchange borrowed.
/// @return Borrowed from `exchange`, until that is freed. NULL for NULL.
/// Threads: any.
const tvpass_request *tvpass_exchange_request(const tvpass_exchange *exchange);

/// What the answer to the request means. Relative URLs in it are resolved against the site's base.
/// @param exchange borrowed for the call.
/// @param response borrowed for the call: what came back, whatever its status.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`,
///   `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
/// Threads: any.
tvpass_status tvpass_exchange_interpret(const tvpass_exchange *exchange,
                                        const tvpass_response *response,
                                        tvpass_outcome **out,
                                        tvpass_error **error);

/// Frees an outcome, and all that was borrowed from it. A media token that was taken is not
/// affected.
/// @param outcome consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_outcome_free(tvpass_outcome *outcome);

/// What a logout means for the device.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_logout *tvpass_outcome_logout(const tvpass_outcome *outcome);

/// The MVPDs to choose from.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_configuration *tvpass_outcome_configuration(const tvpass_outcome *outcome);

/// What the device has to do next about a session.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_session *tvpass_outcome_session(const tvpass_outcome *outcome);

/// What a code names.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_session_details *tvpass_outcome_session_details(const tvpass_outcome *outcome);

/// With which MVPDs the user is signed in.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_profiles *tvpass_outcome_profiles(const tvpass_outcome *outcome);

/// What the user can probably watch, for locks and filters.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_preauthorization_decisions *tvpass_outcome_preauthorization_decisions(const tvpass_outcome *outcome);

/// Whether the user may watch something now.
/// @param outcome borrowed.
/// @return Borrowed from `outcome`, until that is freed. NULL for NULL and another operation's.
/// Threads: any.
const tvpass_authorization_decisions *tvpass_outcome_authorization_decisions(const tvpass_outcome *outcome);

/// Takes the media token out of the decision of an authorization about a resource, or of a flow
/// that ended with `TVPASS_PRESENTED_PLAY`: once, for one playback, and only if the decision is a
/// permit.
/// @param outcome changed; what was borrowed from it stays as it is.
/// @param resource borrowed for the call: as it was asked for; white space at the ends does not
///   matter.
/// @param out receives the token; caller frees with `tvpass_media_token_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_NO_MEDIA_TOKEN` (it was taken already, the decision
///   is no permit, or nothing was decided), or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_outcome_take_media_token(tvpass_outcome *outcome,
                                              tvpass_str resource,
                                              tvpass_media_token **out,
                                              tvpass_error **error);

/// Frees a media token and overwrites it with zeros.
/// @param media_token consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_media_token_free(tvpass_media_token *media_token);

/// Whether a user agent that navigates to `navigation` has reached the redirect URL, so that the
/// provider's logout is complete. Ask for every navigation, before the page loads.
///
/// http and https, letter case of scheme and host, default ports, one trailing slash, the notation
/// of an IPv6 address and further query parameters do not matter; host, port, path and the query
/// parameters of the redirect URL do. If the redirect URL has a fragment, only the same one reaches
/// it; if it has none, any does.
/// @param redirect_url the one that the operation was made with; borrowed for the call.
/// @param navigation where the user agent is going; borrowed for the call.
/// @return `false` also for what is not an absolute URL in UTF-8.
/// Threads: any.
bool tvpass_redirect_url_is_reached_by(tvpass_str redirect_url, tvpass_str navigation);

/// A client, with the state that an earlier one had stored, if `start` has one.
///
/// If the state is refused, nothing is changed: keep what is stored, and leave it out of `start`
/// only if the app means to start anew, since that registers again and the user's profiles are
/// gone.
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to.
/// @param start borrowed for the call, and what it refers to.
/// @param out receives the client; caller frees with `tvpass_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (a state together with
///   `app_supplies_tokens`, too), `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`,
///   `TVPASS_STATUS_STATE_OF_ANOTHER_APP`, or a common status.
/// Threads: any.
tvpass_status tvpass_client_new(const tvpass_site *site,
                                const tvpass_client_config *config,
                                const tvpass_start *start,
                                tvpass_client **out,
                                tvpass_error **error);

/// Frees a client. Its calls may go on; what they share is freed with the last of them.
/// @param client consumed; NULL does nothing.
/// Threads: one at a time per handle: no other thread may be using the client.
void tvpass_client_free(tvpass_client *client);

/// Starts an operation. Nothing is sent yet: poll the call.
/// @param client borrowed for the call. The returned call may outlive it.
/// @param now_ms the time now, in milliseconds.
/// @param operation borrowed for the call.
/// @param deadline_ms how long it may take from now, in milliseconds, with all waiting and
///   retrying; 0: 60 s. If the service asks for a pause (429, or `Retry-After`) that lasts until
///   then or longer, the call ends at once with the error of that answer.
/// @param out receives the call; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_client_start(const tvpass_client *client,
                                  uint64_t now_ms,
                                  const tvpass_operation *operation,
                                  uint64_t deadline_ms,
                                  tvpass_call **out,
                                  tvpass_error **error);

/// Whether the client holds client credentials: the app was registered, now or earlier.
/// @param client borrowed.
/// @return `false` for NULL.
/// Threads: any.
bool tvpass_client_is_registered(const tvpass_client *client);

/// Allows registering anew: drops credentials and token. The user's profiles are gone; if the
/// service had not already dropped them (`TVPASS_STATUS_REGISTRATION_LOST`), they are now. The
/// stored state stays until the next call has registered.
/// @param client borrowed.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_client_forget_registration(const tvpass_client *client, tvpass_error **error);

/// The state to store, for hosts that store at their own time: what the last `TVPASS_STEP_PERSIST`
/// said, or would say now. It has the client credentials and the token: only this app may be able
/// to read it.
/// @param client borrowed.
/// @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL before the
///   registration, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_client_state(const tvpass_client *client, tvpass_text **out, tvpass_error **error);

/// The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret
/// and no device identifier.
/// @param client borrowed.
/// @param now_ms the time now, in milliseconds.
/// @param out receives the report; caller frees with `tvpass_text_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_client_support_report(const tvpass_client *client,
                                           uint64_t now_ms,
                                           tvpass_text **out,
                                           tvpass_error **error);

/// The next event, if the configuration has a queue (`event_queue`).
/// @param client borrowed.
/// @param out receives the oldest event that was not fetched yet; caller frees with
///   `tvpass_event_free`. Receives NULL if there is none, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any; each event goes to one caller.
tvpass_status tvpass_client_next_event(const tvpass_client *client, tvpass_event **out, tvpass_error **error);

/// How many events were dropped because the queue was full.
/// @param client borrowed.
/// @return 0 for NULL.
/// Threads: any.
uint64_t tvpass_client_events_dropped(const tvpass_client *client);

#if defined(TVPASS_HAS_FLOWS)
/// The user of a service provider. What an earlier start kept is there at once.
/// @param client borrowed for the call; of a blocking client, `tvpass_blocking_client_client`. The
///   account may outlive it.
/// @param settings borrowed for the call, and what it refers to.
/// @param out receives the account; caller frees with `tvpass_account_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_account_new(const tvpass_client *client,
                                 const tvpass_account_settings *settings,
                                 tvpass_account **out,
                                 tvpass_error **error);

/// Frees an account. Its flows may go on.
/// @param account consumed; NULL does nothing.
/// Threads: one at a time per handle: no other thread may be using the account.
void tvpass_account_free(tvpass_account *account);

/// What is known about the user now.
/// @param account borrowed for the call.
/// @param user borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (nothing has changed), or a common
///   status.
/// Threads: any.
tvpass_status tvpass_account_set_user(const tvpass_account *account,
                                      const tvpass_account_user *user,
                                      tvpass_error **error);

/// Who is signed in: at once what is kept (`TVPASS_PRESENTED_KEPT_STATUS`), then what the service
/// says, by one request. It ends with `TVPASS_PRESENTED_STATUS`. Once for each start of the app is
/// Adobe's wish.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_account_status(const tvpass_account *account, tvpass_call **out, tvpass_error **error);

/// Signs the user in: on a second screen, with a browser, by Apple's framework. It takes the place
/// of a sign-in that is on its way, whose code is then polled no more.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param options optional, borrowed for the call; NULL: on a second screen, and the user chooses.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (options that do not go together with
///   the settings, too), or a common status.
/// Threads: any.
tvpass_status tvpass_account_sign_in(const tvpass_account *account,
                                     const tvpass_sign_in_options *options,
                                     tvpass_call **out,
                                     tvpass_error **error);

/// The locks of these resources, for showing alone. Permits that are in memory are not asked for
/// again. What is known in between is `TVPASS_PRESENTED_LOCKS_SO_FAR`, the end
/// `TVPASS_PRESENTED_LOCKS`.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_account_preauthorize(const tvpass_account *account,
                                          const tvpass_account_preauthorize_input *input,
                                          tvpass_call **out,
                                          tvpass_error **error);

/// Asks for one playback, right before it, each time. It ends with `TVPASS_PRESENTED_PLAY`,
/// `TVPASS_PRESENTED_OFFER_SIGN_IN`, `TVPASS_PRESENTED_EXPLAIN` or `TVPASS_PRESENTED_TRY_LATER`.
/// With a TempPass this is all that there is to do, and what starts its clock.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any.
tvpass_status tvpass_account_authorize(const tvpass_account *account,
                                       const tvpass_account_authorize_input *input,
                                       tvpass_call **out,
                                       tvpass_error **error);

/// Waits for the end of temporary access while a stream plays by it:
/// `TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING`, then `TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED`.
/// Adobe does not stop the stream: the app has to.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param played borrowed for the call: the outcome of a `tvpass_account_authorize` that ended with
///   `TVPASS_PRESENTED_PLAY`, and whose `play` is temporary.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (it is the outcome of something else),
///   or a common status.
/// Threads: any.
tvpass_status tvpass_account_temporary_access_end(const tvpass_account *account,
                                                  const tvpass_outcome *played,
                                                  tvpass_call **out,
                                                  tvpass_error **error);

/// Signs the user out: only if the user wants it, and never because of an error. It presents what
/// is left to do, and ends with `TVPASS_PRESENTED_SIGNED_OUT`. A TempPass is only forgotten.
/// @param account borrowed for the call. The returned call may outlive it.
/// @param mvpd the one of several to sign out of, at most 256 bytes; copied. Empty: all.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (no redirect URL in the settings,
///   too), or a common status.
/// Threads: any.
tvpass_status tvpass_account_sign_out(const tvpass_account *account,
                                      tvpass_str mvpd,
                                      tvpass_call **out,
                                      tvpass_error **error);

/// What the user, or the platform, did about what was presented; then poll again. It may be told
/// while a request is out.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param input borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing that was presented asks for
///   this now, the flow has ended, or the call is no flow's; nothing has changed),
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_tell(tvpass_call *call,
                               uint64_t now_ms,
                               const tvpass_tell_input *input,
                               tvpass_error **error);
#endif

/// Frees a call, and with it what was borrowed from it. If it has not ended, it is cancelled: end
/// its transfer first.
/// @param call consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_call_free(tvpass_call *call);

/// What to do next.
/// @param call changed.
/// @param now_ms the time now, in milliseconds on the scale that the client was made with.
/// @return Borrowed from `call`, until it is polled again or freed; never NULL. For a call that
///   cannot go on (NULL, a panic, a poisoned one) the step is `TVPASS_STEP_DONE`, as it is for one
///   that has ended, and its `status` says why.
/// Threads: one at a time per handle.
const tvpass_step *tvpass_call_poll(tvpass_call *call, uint64_t now_ms);

/// The answer to the request of the last `TVPASS_STEP_SEND`, whatever its HTTP status.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param response borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up
///   at the deadline; the call is unchanged), or a common status. What the answer means is told by
///   the next poll.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_respond(tvpass_call *call,
                                  uint64_t now_ms,
                                  const tvpass_response *response,
                                  tvpass_error **error);

/// The request of the last `TVPASS_STEP_SEND`, or its answer, was lost.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param what a `TVPASS_STATUS_TRANSPORT_…`.
/// @param delivery a `TVPASS_DELIVERY_…`: whether the server may have acted on the request. If in
///   doubt, `TVPASS_DELIVERY_POSSIBLE`.
/// @param message the HTTP client's words for a log, without URLs and headers; copied. It need not
///   be UTF-8: what is not becomes U+FFFD.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up
///   at the deadline; the call is unchanged), `TVPASS_STATUS_OUT_OF_RANGE` (another status or
///   delivery), or a common status. What follows is told by the next poll.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_fail(tvpass_call *call,
                               uint64_t now_ms,
                               tvpass_status what,
                               tvpass_delivery delivery,
                               tvpass_str message,
                               tvpass_error **error);

/// The state of the last `TVPASS_STEP_PERSIST` was stored, or could not be. If not, the call goes
/// on all the same, and the next call asks again.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param success whether it was stored.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing was to be stored, or it was
///   reported already), or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_persisted(tvpass_call *call, uint64_t now_ms, bool success, tvpass_error **error);

/// The token that `TVPASS_STEP_PROVIDE_TOKEN` asked for.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param access_token borrowed for the call.
/// @param expires_in_s its remaining lifetime in seconds, or `TVPASS_LIFETIME_UNKNOWN`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common
///   status.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_provide_token(tvpass_call *call,
                                        uint64_t now_ms,
                                        const tvpass_access_token *access_token,
                                        uint64_t expires_in_s,
                                        tvpass_error **error);

/// The app has no token: the call, and those that wait for the token, end with
/// `TVPASS_STATUS_TOKEN_SOURCE_FAILED`.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param reason for a log; copied. It need not be UTF-8: what is not becomes U+FFFD.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common
///   status.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_token_failed(tvpass_call *call, uint64_t now_ms, tvpass_str reason, tvpass_error **error);

/// Ends the call: the next poll is `TVPASS_STEP_DONE` with `TVPASS_STATUS_CANCELLED`. The host also
/// ends the transfer of its request. What is already on its way may still happen. Does nothing to a
/// call that has ended.
/// @param call changed.
/// @param now_ms the time now, in milliseconds.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_cancel(tvpass_call *call, uint64_t now_ms, tvpass_error **error);

/// The result, after `TVPASS_STEP_DONE`.
/// @param call changed.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`. It is handed over
///   once.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; `TVPASS_STATUS_OUT_OF_ORDER` (the call has not ended, or the outcome
///   was taken); any other: why the operation failed.
/// Threads: one at a time per handle.
tvpass_status tvpass_call_take_outcome(tvpass_call *call, tvpass_outcome **out, tvpass_error **error);

#if defined(TVPASS_HAS_FILE_STORE)
/// Opens the file; the first save makes it.
/// @param path the file's path in UTF-8; its folder exists, and no other process uses it. The path
///   is copied; an empty one, one with a NUL, or one that ends in a slash is
///   `TVPASS_STATUS_STORAGE_UNREADABLE`.
/// @param out receives the file; caller frees with `tvpass_state_file_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another handle
///   has the file), `TVPASS_STATUS_STORAGE_UNREADABLE` (it cannot be read),
///   `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be made), or a common
///   status.
/// Threads: any. Waits for the disk.
tvpass_status tvpass_state_file_open(tvpass_str path, tvpass_state_file **out, tvpass_error **error);

/// What is in the file, for `state` of `tvpass_start`.
/// @param state_file borrowed for the call.
/// @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL if there is
///   no file yet, which is no error.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_UNREADABLE`, `TVPASS_STATUS_STORAGE_IN_USE`
///   (another process has taken the file), or a common status.
/// Threads: any. Waits for the disk.
tvpass_status tvpass_state_file_load(const tvpass_state_file *state_file, tvpass_text **out, tvpass_error **error);

/// Replaces what is in the file, durably; after `TVPASS_STEP_PERSIST`.
/// @param state_file borrowed for the call.
/// @param state `state` of the step; borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_UNWRITABLE` (what was stored before is as it
///   was), `TVPASS_STATUS_STORAGE_IN_USE` (another process has taken the file),
///   `TVPASS_STATUS_INVALID_INPUT` (an empty state), or a common status.
/// Threads: any. Waits for the disk.
tvpass_status tvpass_state_file_save(const tvpass_state_file *state_file, tvpass_str state, tvpass_error **error);

/// Closes the file. Others may open it afterwards.
/// @param state_file consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_state_file_free(tvpass_state_file *state_file);
#endif

#if defined(TVPASS_HAS_UREQ)
/// A built-in HTTP client. Nothing is sent yet.
/// @param settings optional, borrowed for the call; NULL for the defaults.
/// @param out receives the driver; caller frees with `tvpass_driver_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (no root certificate, or the proxy
///   variable that decides cannot be used: another scheme such as `socks5://`, no host, not a port;
///   the error's field is its name, and nothing of its value is shown), or a common status.
/// Threads: any.
tvpass_status tvpass_driver_new(const tvpass_driver_settings *settings, tvpass_driver **out, tvpass_error **error);

/// Frees a driver and closes its connections.
/// @param driver consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_driver_free(tvpass_driver *driver);

/// Sends a request, once, and waits for the answer.
/// @param driver borrowed for the call.
/// @param request borrowed for the call: a call's or an exchange's, which it belongs to meanwhile.
/// @param limit_ms how long it may take in all, in milliseconds; if the settings' total limit is
///   shorter, that one counts. For a call: `timeout_ms` of the step. With 0, nothing is sent, and
///   the status is `TVPASS_STATUS_TRANSPORT_TIMEOUT`.
/// @param out receives the answer, whatever its HTTP status; caller frees with
///   `tvpass_response_free`.
/// @param error optional (NULL for no details), receives NULL or an error, of which `delivery` is
///   for `tvpass_call_fail`; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, or a common status.
/// Threads: any. Blocks until the answer is there or the time limit runs out, whatever server and
/// proxy do.
tvpass_status tvpass_driver_send_blocking(const tvpass_driver *driver,
                                          const tvpass_request *request,
                                          uint64_t limit_ms,
                                          tvpass_response **out,
                                          tvpass_error **error);

/// Sends an operation with an access token that the app has, and says what the answer means. No
/// retry, no renewal of the token.
/// @param driver borrowed for the call.
/// @param operation borrowed for the call.
/// @param site borrowed for the call.
/// @param access_token borrowed for the call; NULL for an operation that takes none, which is the
///   V1 logout.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`,
///   `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a
///   common status.
/// Threads: any. Blocks until the answer is there or the time limit runs out.
tvpass_status tvpass_driver_run_blocking(const tvpass_driver *driver,
                                         const tvpass_operation *operation,
                                         const tvpass_site *site,
                                         const tvpass_access_token *access_token,
                                         tvpass_outcome **out,
                                         tvpass_error **error);

/// Ends the calls that it was passed to, at once, and every later one that it is passed to. A
/// request that is out is given up and its connection closed. The service may still act on it: a
/// later logout that finds no profile is `TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER` then.
/// @param cancellation borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any; that is what it is for.
tvpass_status tvpass_cancellation_cancel(const tvpass_cancellation *cancellation, tvpass_error **error);
#endif

#if (defined(TVPASS_HAS_UREQ) && defined(TVPASS_HAS_FLOWS))
/// What the user, or the platform, did, for a flow that `tvpass_call_poll_blocking` runs with this
/// cancellation, now or later. If the flow does not ask for it when it gets there, it is too late,
/// and nothing happens.
/// @param cancellation borrowed for the call.
/// @param input borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any; that is what it is for.
tvpass_status tvpass_cancellation_tell(const tvpass_cancellation *cancellation,
                                       const tvpass_tell_input *input,
                                       tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/// Frees a cancellation. Calls that it was passed to go on.
/// @param cancellation consumed; NULL does nothing.
/// Threads: one at a time per handle.
void tvpass_cancellation_free(tvpass_cancellation *cancellation);

/// A client that keeps its state in a file, and begins with what is there. The file is kept as
/// `tvpass_state_file` keeps it; where nothing can be written,
/// `tvpass_blocking_client_storage_error` tells what was not stored.
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file the file's path in UTF-8, as for `tvpass_state_file_open`; copied.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another client
///   has the file), `TVPASS_STATUS_STORAGE_UNREADABLE` (the file cannot be read),
///   `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be made),
///   `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`,
///   `TVPASS_STATUS_STATE_OF_ANOTHER_APP` (the file is left as it is),
///   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any. Waits for the disk.
tvpass_status tvpass_blocking_client_open(const tvpass_site *site,
                                          const tvpass_client_config *config,
                                          const tvpass_driver *driver,
                                          tvpass_str state_file,
                                          tvpass_blocking_client **out,
                                          tvpass_error **error);

/// A client that disregards what is in the file: its first call registers again, and the user's
/// profiles are gone. The old state is replaced when the new registration is there.
/// @param site borrowed for the call.
/// @param config borrowed for the call, and what it refers to; not of an app that supplies tokens.
/// @param driver borrowed for the call.
/// @param state_file as for `tvpass_blocking_client_open`; copied.
/// @param out receives the client; caller frees with `tvpass_blocking_client_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE`, `TVPASS_STATUS_STORAGE_UNREADABLE`,
///   `TVPASS_STATUS_STORAGE_UNWRITABLE`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
/// Threads: any. Waits for the disk.
tvpass_status tvpass_blocking_client_start_over(const tvpass_site *site,
                                                const tvpass_client_config *config,
                                                const tvpass_driver *driver,
                                                tvpass_str state_file,
                                                tvpass_blocking_client **out,
                                                tvpass_error **error);

/// Frees a client, and with it what was borrowed from it. Waits for a save that is under way:
/// afterwards the state is stored and the file may be opened again.
/// @param blocking_client consumed; NULL does nothing.
/// Threads: one at a time per handle: no other thread may be using the client.
void tvpass_blocking_client_free(tvpass_blocking_client *blocking_client);

/// The client inside, for its state, support report and events. Calls that are started with it
/// directly are the caller's to drive.
/// @param blocking_client borrowed.
/// @return Borrowed from `blocking_client`, until that is freed. NULL for NULL. Not to be freed.
/// Threads: any.
const tvpass_client *tvpass_blocking_client_client(const tvpass_blocking_client *blocking_client);

/// The time on this client's scale, for functions of the client inside that take one.
/// @param blocking_client borrowed.
/// @return In milliseconds since the client was made; 0 for NULL.
/// Threads: any.
uint64_t tvpass_blocking_client_now_ms(const tvpass_blocking_client *blocking_client);

/// Runs an operation, with registration, token, pacing and retries as needed.
/// @param blocking_client borrowed for the call.
/// @param operation borrowed for the call.
/// @param deadline_ms as for `tvpass_client_start`: in milliseconds from now; 0: 60 s.
/// @param cancellation optional, borrowed for the call: one of this client's, which ends the call
///   early. NULL for none.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`; any other: why the operation failed.
/// Threads: any. Blocks until the operation is done, at the latest until its deadline, also if
/// server, proxy or disk are slow: a request that is out is given up; a save that has begun goes on
/// in a thread of the library's.
tvpass_status tvpass_blocking_client_run_blocking(const tvpass_blocking_client *blocking_client,
                                                  const tvpass_operation *operation,
                                                  uint64_t deadline_ms,
                                                  const tvpass_cancellation *cancellation,
                                                  tvpass_outcome **out,
                                                  tvpass_error **error);

/// Runs a call, above all a flow's, with all that is needed on the way, until there is something to
/// present, or until it has ended: as `tvpass_call_poll`, but the only steps are
/// `TVPASS_STEP_PRESENT` and `TVPASS_STEP_DONE`.
/// @param call changed; of this client, on whose time scale it runs: started with
///   `tvpass_blocking_client_client`, or a flow of an account of that.
/// @param blocking_client borrowed for the call.
/// @param cancellation optional, borrowed for the call: one of this client's, by which other
///   threads end the call, or tell a flow what the user does. NULL for none.
/// @return Borrowed from `call`, until it is polled again or freed; never NULL. For a call that
///   cannot go on (NULL, a panic, a poisoned one, one of another client) the step is
///   `TVPASS_STEP_DONE`, and its `status` says why.
/// Threads: one at a time per handle, which is the call. Blocks until there is a step; a code on
/// the screen of a TV is polled meanwhile.
const tvpass_step *tvpass_call_poll_blocking(tvpass_call *call,
                                             const tvpass_blocking_client *blocking_client,
                                             const tvpass_cancellation *cancellation);

/// Why the state could not be stored the last time: if the process ends now, the next start
/// registers again.
/// @param blocking_client borrowed for the call.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK` if it was stored, or nothing was to be;
///   `TVPASS_STATUS_STORAGE_UNWRITABLE`; `TVPASS_STATUS_STORAGE_IN_USE` if another process has
///   taken the file; or a common status.
/// Threads: any.
tvpass_status tvpass_blocking_client_storage_error(const tvpass_blocking_client *blocking_client, tvpass_error **error);

/// Something to end calls with.
/// @param blocking_client borrowed for the call; whose calls it will end.
/// @param out receives the cancellation; caller frees with `tvpass_cancellation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
/// Threads: any.
tvpass_status tvpass_cancellation_new(const tvpass_blocking_client *blocking_client,
                                      tvpass_cancellation **out,
                                      tvpass_error **error);
#endif

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TVPASS_H */

#if !defined(TVPASS_HELPERS)
#define TVPASS_HELPERS

/* An input of this type in which only the size is set. */
#if defined(__cplusplus)
template <typename T> inline T tvpass_init() {
    T input = T();
    input.size = sizeof(T);
    return input;
}
#define TVPASS_INIT(type) tvpass_init<type>()
#else
#define TVPASS_INIT(type) {.size = sizeof(type)}
#endif

#define TVPASS_DEVICE_INFO_INIT TVPASS_INIT(tvpass_device_info)
#define TVPASS_EXTRAS_INIT TVPASS_INIT(tvpass_extras)
#define TVPASS_SITE_INPUT_INIT TVPASS_INIT(tvpass_site_input)
#define TVPASS_LOGOUT_INPUT_INIT TVPASS_INIT(tvpass_logout_input)
#define TVPASS_LOGOUT_V1_INPUT_INIT TVPASS_INIT(tvpass_logout_v1_input)
#define TVPASS_CONFIGURATION_INPUT_INIT TVPASS_INIT(tvpass_configuration_input)
#define TVPASS_CREATE_SESSION_INPUT_INIT TVPASS_INIT(tvpass_create_session_input)
#define TVPASS_RESUME_SESSION_INPUT_INIT TVPASS_INIT(tvpass_resume_session_input)
#define TVPASS_RETRIEVE_SESSION_INPUT_INIT TVPASS_INIT(tvpass_retrieve_session_input)
#define TVPASS_AUTHENTICATE_INPUT_INIT TVPASS_INIT(tvpass_authenticate_input)
#define TVPASS_PROFILES_INPUT_INIT TVPASS_INIT(tvpass_profiles_input)
#define TVPASS_PROFILE_FOR_MVPD_INPUT_INIT TVPASS_INIT(tvpass_profile_for_mvpd_input)
#define TVPASS_PROFILE_FOR_CODE_INPUT_INIT TVPASS_INIT(tvpass_profile_for_code_input)
#define TVPASS_PARTNER_REQUEST_INPUT_INIT TVPASS_INIT(tvpass_partner_request_input)
#define TVPASS_PARTNER_PROFILE_INPUT_INIT TVPASS_INIT(tvpass_partner_profile_input)
#define TVPASS_PREAUTHORIZE_INPUT_INIT TVPASS_INIT(tvpass_preauthorize_input)
#define TVPASS_AUTHORIZE_INPUT_INIT TVPASS_INIT(tvpass_authorize_input)
#define TVPASS_MRSS_INPUT_INIT TVPASS_INIT(tvpass_mrss_input)
#define TVPASS_TEMP_PASS_IDENTITY_INIT TVPASS_INIT(tvpass_temp_pass_identity)
#define TVPASS_PARTNER_FRAMEWORK_STATUS_INIT TVPASS_INIT(tvpass_partner_framework_status)
#define TVPASS_CLIENT_CONFIG_INIT TVPASS_INIT(tvpass_client_config)
#define TVPASS_START_INIT TVPASS_INIT(tvpass_start)
#define TVPASS_DRIVER_SETTINGS_INIT TVPASS_INIT(tvpass_driver_settings)
#define TVPASS_ACCOUNT_SETTINGS_INIT TVPASS_INIT(tvpass_account_settings)
#define TVPASS_ACCOUNT_USER_INIT TVPASS_INIT(tvpass_account_user)
#define TVPASS_SIGN_IN_OPTIONS_INIT TVPASS_INIT(tvpass_sign_in_options)
#define TVPASS_ACCOUNT_PREAUTHORIZE_INPUT_INIT TVPASS_INIT(tvpass_account_preauthorize_input)
#define TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT TVPASS_INIT(tvpass_account_authorize_input)
#define TVPASS_TELL_INPUT_INIT TVPASS_INIT(tvpass_tell_input)

/* A literal as a tvpass_str. */
#if defined(__cplusplus)
#define TVPASS_STR(literal) (tvpass_str{"" literal, sizeof(literal) - 1})
#else
#define TVPASS_STR(literal) ((tvpass_str){"" literal, sizeof(literal) - 1})
#endif

/* A text that ends with a NUL as a tvpass_str; none for NULL. Borrowed from `text`. */
static inline tvpass_str tvpass_str_of(const char *text) {
    tvpass_str made;
    made.data = text;
    made.len = text == NULL ? 0 : strlen(text);
    return made;
}

/* A text without white space at both ends. */
static inline tvpass_str tvpass_str_trimmed(tvpass_str text) {
    while (text.len > 0 && (unsigned char)text.data[0] <= ' ') {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && (unsigned char)text.data[text.len - 1] <= ' ') {
        text.len--;
    }
    return text;
}

/* Whether two texts are the same. */
static inline bool tvpass_str_equal(tvpass_str one, tvpass_str other) {
    return one.len == other.len && (one.len == 0 || memcmp(one.data, other.data, one.len) == 0);
}

/* Whether a decision about `decided` is one about `asked`: an answer may have white space at the ends. */
static inline bool tvpass_is_same_resource(tvpass_str asked, tvpass_str decided) {
    return tvpass_str_equal(tvpass_str_trimmed(asked), tvpass_str_trimmed(decided));
}

/* The attribute of this name, the last of several; NULL if the profile has none. */
static inline const tvpass_attribute *tvpass_attribute_of(const tvpass_profile *profile, const char *name) {
    size_t i = profile->attribute_count;
    while (i > 0) {
        const tvpass_attribute *attribute = profile->attributes[--i];
        if (tvpass_str_equal(attribute->name, tvpass_str_of(name))) {
            return attribute;
        }
    }
    return NULL;
}

/* What to show to a user: the provider's own words, if there are some, else this library's, in
 * Spanish for a language tag such as "es" or "es-MX", and in English for every other. */
static inline tvpass_str tvpass_words_text(const tvpass_words *words, const char *language) {
    bool is_spanish = (language[0] | 0x20) == 'e' && (language[1] | 0x20) == 's' &&
                      (language[2] == '\0' || language[2] == '-' || language[2] == '_');
    if (words->provider_text.len > 0) {
        return words->provider_text;
    }
    return is_spanish ? words->spanish : words->english;
}

/* Whether a module of a QR code is dark, by column and row, counted from 0 at the top left. Outside
 * of the code all are light. */
static inline bool tvpass_qr_is_dark(tvpass_str modules, size_t size, size_t x, size_t y) {
    return x < size && y < size && modules.data[y * size + x] == '1';
}

/* How much is left until a time on the host's scale, in milliseconds. */
static inline uint64_t tvpass_remaining_ms(uint64_t ends_at_ms, uint64_t now_ms) {
    return ends_at_ms > now_ms ? ends_at_ms - now_ms : 0;
}

#endif  /* TVPASS_HELPERS */
