/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * tvpass: Adobe Pass Authentication (TV Everywhere, REST API V2) on devices. It builds the requests, says what to do next and
 * interprets the answers. It opens no socket, reads no clock, starts no thread and writes no file, except where a function is
 * called _blocking.
 *
 * TWO LAYERS
 *
 * Operations are stateless: inputs make a request, request and response make an outcome. For apps that already own their access
 * tokens and their HTTP stack: tvpass_logout_operation, tvpass_logout_v1_operation.
 *
 * Clients and calls also do what is easily got wrong by hand: register once, hold one access token, renew it, recover from 401,
 * pace requests, wait out 429, retry what may be retried, have the credentials stored. A call is polled with the time and says
 * what to do:
 *
 *     tvpass_call *call;
 *     tvpass_step step;
 *     tvpass_client_logout(client, now_ms(), parameters, &call, NULL);
 *     while (tvpass_call_poll(call, now_ms(), &step, NULL) == TVPASS_STATUS_OK && step != TVPASS_STEP_DONE) {
 *         switch (step) {
 *         case TVPASS_STEP_SEND:           // send tvpass_call_request(call); then tvpass_call_respond or tvpass_call_fail
 *         case TVPASS_STEP_WAIT:           // sleep until tvpass_call_wait_until_ms(call)
 *         case TVPASS_STEP_PERSIST:        // store tvpass_call_state(call); then tvpass_call_persisted
 *         case TVPASS_STEP_PROVIDE_TOKEN:  // only with the app's own tokens: tvpass_call_provide_token
 *         }
 *     }
 *     tvpass_status status = tvpass_call_take_logout(call, &logout, &error);
 *     tvpass_call_free(call);
 *
 * examples/c has this loop in full, blocking and in an event loop. docs/firmware.md is the way from nothing to a running program.
 *
 * SENDING
 *
 * A request is sent as it is and once. The HTTP client must follow no redirect, and must not repeat a request by itself, as most do when
 * a connection that they use again turns out to be dead: the service may have acted on the first one, the answer to the second is a
 * plain `invalid`, and the user of a shared television is told that all is done. Report a lost connection with tvpass_call_fail and
 * TVPASS_DELIVERY_POSSIBLE: the call repeats what may be repeated, and says that the outcome is in doubt. How to stop libcurl (set
 * CURLOPT_FRESH_CONNECT and CURLOPT_FORBID_REUSE), HttpURLConnection, OkHttp and URLSession from it is in docs/firmware.md.
 * Do not let a request run beyond tvpass_call_deadline_ms.
 *
 * OWNERSHIP
 *
 * Handles are opaque pointers. What a function writes to `out` belongs to the caller, who frees it with the `_free` function of its
 * type, once; freeing NULL does nothing. Handles do not depend on each other: whatever was used to make a handle may be freed right
 * afterwards, in any order. The words in the descriptions of parameters:
 *
 *   borrowed   read, and not kept after the function returns
 *   changed    written to, and not kept
 *   copied     a text of the caller's that the library makes its own copy of
 *   consumed   belongs to the library from now on: do not use it again
 *   receives   a pointer to a variable of the caller's, which the function writes
 *
 * Text goes in as a pointer and a length in bytes, in UTF-8, without a need for a NUL at the end. Text comes out as tvpass_str, a pointer
 * and a length into a handle, with a NUL behind it; its description names the handle that it is borrowed from and until when.
 *
 * What the library keeps of secrets (tokens, client credentials, software statement, stored state, requests, the bodies of answers) is
 * overwritten with zeros when it is freed. Out of its reach are your own copies, the buffers of the HTTP client and of TLS, the built-in
 * one's included, and the buffer in which its JSON parser undoes escapes inside of a secret, which tokens usually do not have.
 *
 * ERRORS
 *
 * What the service, a proxy or your HTTP client says is never kept as it came: in the texts of errors, events and the support report,
 * secrets and the device's identifier are replaced by [secret], control characters and line breaks by spaces, invisible and bidirectional
 * characters by U+FFFD, and they are at most 512 bytes long (codes, actions and traces 128; what is cut ends with an ellipsis). Only the texts of
 * an outcome (tvpass_logout_profile_...) are as received, so that you can compare them: check them before you print them.
 *
 * A function that can fail returns tvpass_status, 0 if it did not, and takes an optional `error`: NULL, or the address of a pointer that
 * receives the details (to be freed with tvpass_error_free), or NULL if all went well. `out` is NULL after a failure. Common
 * statuses, which every such function can return: TVPASS_STATUS_NULL_ARGUMENT, TVPASS_STATUS_INVALID_UTF8,
 * TVPASS_STATUS_PANIC, TVPASS_STATUS_POISONED, and TVPASS_STATUS_OUT_OF_RANGE for a length that no text can have (more than half of
 * the address space). The other functions cannot fail; what they return for NULL is in their description.
 *
 * NULL, wrong order and wrong values are statuses, never crashes. A bug in the library ends in TVPASS_STATUS_PANIC: no
 * exception crosses this interface, a line about it goes to standard error, and the handle (with a call: its client, too) is
 * poisoned. It can only be freed then; every other function on it returns TVPASS_STATUS_POISONED, or what it returns for NULL.
 * What cannot be caught: a pointer to something else, a handle that was freed, a wrong length, running out of memory.
 *
 * There is no global state and no last error.
 *
 * THREADS
 *
 * No function needs a certain thread, and handles may be passed from one thread to another. A handle that a function takes as
 * `const T *` may be used by any number of threads at once, as long as none uses it as `T *` meanwhile. A handle that a function takes as
 * `T *` must not be used by another thread meanwhile. Clients are taken as `const`: one client serves all threads, each of which
 * drives calls of its own. "Threads: any" and "Threads: one at a time per handle" in the descriptions mean these two.
 *
 * Functions whose names end in _blocking wait for the network, and no longer than their limit or deadline, whoever is slow. All others
 * return at once, but for tvpass_blocking_client_open, _start_over and _free, which wait for the disk.
 *
 * NUMBERS
 *
 * Enumerations are int32_t with named constants. A number, once given, keeps its meaning and is never reused; expect new ones in later
 * versions and treat them as UNKNOWN. Times are milliseconds on a scale of the caller's choice, which should not run backwards
 * (CLOCK_MONOTONIC serves); where the wall clock is meant, the name says unix.
 *
 * Functions are never removed or changed within a major version: docs/abi.md. TVPASS_HAS_UREQ has to be defined for libraries that
 * were built with the built-in HTTP client; pkg-config and CMake do.
 */

#ifndef TVPASS_H
#define TVPASS_H

/* Generated from src/ffi/capi by cbindgen (cargo xtask header). Do not edit. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The major version of this header.
 */
#define TVPASS_VERSION_MAJOR 0

/**
 * The minor version of this header.
 */
#define TVPASS_VERSION_MINOR 1

/**
 * The patch version of this header.
 */
#define TVPASS_VERSION_PATCH 0

/**
 * The longest body that `tvpass_response_append_body` takes, in bytes. Adobe's answers are a few kilobytes.
 */
#define TVPASS_MAX_RESPONSE_BODY 1048576

/**
 * The longest event queue, in events.
 */
#define TVPASS_MAX_EVENT_QUEUE 4096

/**
 * The remaining lifetime of a token that is not known: it is used until it is rejected.
 */
#define TVPASS_LIFETIME_UNKNOWN 18446744073709551615ull

/**
 * Where requests go: `https://host[:port]`, or `http://` for this machine.
 */
typedef struct tvpass_base tvpass_base;

#if defined(TVPASS_HAS_UREQ)
/**
 * A client whose logouts block the calling thread until they are done, with everything that is needed on the way. It keeps the time by
 * itself. Share it between threads: its functions take it as `const`.
 */
typedef struct tvpass_blocking_client tvpass_blocking_client;
#endif

/**
 * A logout on its way. Freeing it leaves the client and its other calls undisturbed.
 */
typedef struct tvpass_call tvpass_call;

#if defined(TVPASS_HAS_UREQ)
/**
 * Ends logouts from another thread.
 */
typedef struct tvpass_cancellation tvpass_cancellation;
#endif

/**
 * One app on one device at one environment: registration, access token, pacing, state. Keep one for as long as the app runs.
 *
 * Its functions take it as `const` and may be called from several threads at once.
 */
typedef struct tvpass_client tvpass_client;

/**
 * The configuration of a client. The default: paced, with persistence, not registering again, without an event queue.
 */
typedef struct tvpass_client_config tvpass_client_config;

/**
 * A device: its identifier and its description, as header values that are computed once.
 */
typedef struct tvpass_device tvpass_device;

/**
 * Collects a device's description (X-Device-Info). Setting a key again replaces it.
 */
typedef struct tvpass_device_info tvpass_device_info;

#if defined(TVPASS_HAS_UREQ)
/**
 * The built-in HTTP client. It sends to `https` only (and to plain `http` on this machine), follows no redirect and repeats no request. Keeps
 * connections open for reuse; may be shared between threads.
 */
typedef struct tvpass_driver tvpass_driver;
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Settings of the built-in HTTP client.
 */
typedef struct tvpass_driver_settings tvpass_driver_settings;
#endif

/**
 * Why a function failed. No text in it has a token, a client secret or a software statement.
 */
typedef struct tvpass_error tvpass_error;

/**
 * Something that happened in a call. Never a secret: no token, no body, no path, no query.
 */
typedef struct tvpass_event tvpass_event;

/**
 * Optional headers of requests. Setting one again replaces it.
 *
 * For single logout, pass the same single sign-on token as at login: without it the profiles that were obtained through it stay.
 */
typedef struct tvpass_extras tvpass_extras;

/**
 * A successful logout: the profiles are deleted on Adobe's side. There is one entry per deleted profile: none, one or several, and each
 * has to be followed (`tvpass_logout_remaining`). Then forget what the app cached of the profile: MVPD selection, attributes, decisions.
 */
typedef struct tvpass_logout tvpass_logout;

/**
 * Initiate logout for a specific MVPD (REST API V2): `GET {base}/api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl={url}`.
 *
 * For a user who asked to sign out; never automatically after a denied authorization. TempPass needs no logout.
 */
typedef struct tvpass_logout_operation tvpass_logout_operation;

/**
 * What to log out of. May be used for any number of calls.
 */
typedef struct tvpass_logout_parameters tvpass_logout_parameters;

/**
 * The legacy V1 logout: `DELETE {base}/api/v1/logout?requestor=…&deviceId=…`. REST API V1 ends with 2026.
 *
 * It clears the tokens on Adobe's side and does not call the MVPD's logout endpoint: the provider's own session stays open.
 */
typedef struct tvpass_logout_v1_operation tvpass_logout_v1_operation;

/**
 * The URL that the user agent is sent to when the MVPD's logout is done: a web page, or an app's own scheme.
 */
typedef struct tvpass_redirect_url tvpass_redirect_url;

/**
 * A request to send exactly as it is: no header added but `Host` and `Content-Length`, no redirect followed.
 */
typedef struct tvpass_request tvpass_request;

/**
 * An answer as the HTTP client received it, after removal of transfer and content encodings.
 */
typedef struct tvpass_response tvpass_response;

/**
 * Text that the caller owns and frees with `tvpass_text_free`. It is overwritten with zeros then: it may be secret.
 */
typedef struct tvpass_text tvpass_text;

/**
 * Text that something else owns: each function that returns one names the owner and how long it lives.
 *
 * `data` is never NULL and has a NUL behind its last byte; `len` does not count it. Text that came from the network may have NUL
 * bytes inside, for which `len` is right and `strlen(data)` is not. Where there is nothing to return, `len` is 0.
 */
typedef struct {
  /**
   * UTF-8.
   */
  const char *data;
  /**
   * In bytes.
   */
  size_t len;
} tvpass_str;

/**
 * What a function returns: `TVPASS_STATUS_OK` or a reason. A number, once given, is never reused; expect new ones.
 */
typedef int32_t tvpass_status;

/**
 * What Adobe recommends after an error (`action` of its enhanced errors).
 */
typedef int32_t tvpass_error_action;

/**
 * One of Adobe's environments.
 */
typedef int32_t tvpass_environment;

/**
 * A key of X-Device-Info. Required are model, version, osName, osVersion and connectionType.
 */
typedef int32_t tvpass_device_key;

/**
 * What the device must do about a deleted profile.
 */
typedef int32_t tvpass_logout_action;

/**
 * Why a URL of an answer must not be opened.
 */
typedef int32_t tvpass_url_refusal;

/**
 * The next thing to do.
 */
typedef int32_t tvpass_remaining;

/**
 * What the host has to do next.
 */
typedef int32_t tvpass_step;

/**
 * Why a call waits.
 */
typedef int32_t tvpass_wait_reason;

/**
 * Whether the server may have acted on a request whose answer did not arrive.
 */
typedef int32_t tvpass_delivery;

/**
 * What happened.
 */
typedef int32_t tvpass_event_kind;

/**
 * What a request is for.
 */
typedef int32_t tvpass_purpose;

/**
 * Done.
 */
#define TVPASS_STATUS_OK 0

/**
 * An input was refused before anything was sent.
 */
#define TVPASS_STATUS_INVALID_INPUT 1001

/**
 * The host name was not resolved.
 */
#define TVPASS_STATUS_TRANSPORT_DNS 2001

/**
 * No connection was made.
 */
#define TVPASS_STATUS_TRANSPORT_CONNECT 2002

/**
 * TLS failed.
 */
#define TVPASS_STATUS_TRANSPORT_TLS 2003

/**
 * A time limit ran out.
 */
#define TVPASS_STATUS_TRANSPORT_TIMEOUT 2004

/**
 * The connection was lost.
 */
#define TVPASS_STATUS_TRANSPORT_CONNECTION_LOST 2005

/**
 * The answer exceeds the size limit.
 */
#define TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE 2006

/**
 * The driver refused to send the request.
 */
#define TVPASS_STATUS_TRANSPORT_REFUSED 2007

/**
 * The answer is not HTTP.
 */
#define TVPASS_STATUS_TRANSPORT_PROTOCOL 2008

/**
 * Another failure below HTTP.
 */
#define TVPASS_STATUS_TRANSPORT_OTHER 2009

/**
 * A failure status without an error that Adobe documents.
 */
#define TVPASS_STATUS_HTTP_STATUS 3001

/**
 * Status 429.
 */
#define TVPASS_STATUS_THROTTLED 3002

/**
 * An enhanced error.
 */
#define TVPASS_STATUS_ENHANCED_ERROR 3003

/**
 * An error of the registration or token endpoint.
 */
#define TVPASS_STATUS_DCR_ERROR 3004

/**
 * A successful status with an unreadable body.
 */
#define TVPASS_STATUS_MALFORMED_ANSWER 3005

/**
 * The service no longer accepts the app's registration. The user's profiles are gone.
 */
#define TVPASS_STATUS_REGISTRATION_LOST 3006

/**
 * A call did not finish within its deadline.
 */
#define TVPASS_STATUS_DEADLINE_EXCEEDED 4001

/**
 * A call was cancelled.
 */
#define TVPASS_STATUS_CANCELLED 4002

/**
 * A call was driven in the wrong order: a mistake in the driver.
 */
#define TVPASS_STATUS_OUT_OF_ORDER 4003

/**
 * Stored state is not readable.
 */
#define TVPASS_STATUS_STATE_CORRUPT 4004

/**
 * Stored state was written by a newer version of this library.
 */
#define TVPASS_STATUS_STATE_TOO_NEW 4005

/**
 * Stored state belongs to another software statement or environment.
 */
#define TVPASS_STATUS_STATE_OF_ANOTHER_APP 4006

/**
 * The app's own token source gave no usable token.
 */
#define TVPASS_STATUS_TOKEN_SOURCE_FAILED 4008

/**
 * Another process or another client has the stored state open.
 */
#define TVPASS_STATUS_STORAGE_IN_USE 4009

/**
 * There may be stored state, but it cannot be read.
 */
#define TVPASS_STATUS_STORAGE_UNREADABLE 4010

/**
 * State cannot be stored. What was stored before is as it was.
 */
#define TVPASS_STATUS_STORAGE_UNWRITABLE 4011

/**
 * A pointer that must not be NULL is.
 */
#define TVPASS_STATUS_NULL_ARGUMENT 9001

/**
 * A text is not UTF-8.
 */
#define TVPASS_STATUS_INVALID_UTF8 9002

/**
 * A bug in this library: it stopped halfway. The handle is poisoned: free it. Please report it.
 */
#define TVPASS_STATUS_PANIC 9003

/**
 * A handle is poisoned by an earlier `TVPASS_STATUS_PANIC`: free it.
 */
#define TVPASS_STATUS_POISONED 9004

/**
 * A number, an index or a length is outside of what is accepted.
 */
#define TVPASS_STATUS_OUT_OF_RANGE 9005

/**
 * The error has no action, or one that this version does not know: see `tvpass_error_adobe_action_text`.
 */
#define TVPASS_ERROR_ACTION_UNKNOWN 0

/**
 * `none`: nothing predefined; often the request itself was improper.
 */
#define TVPASS_ERROR_ACTION_NONE 1

/**
 * `configuration`: somebody has to change the configuration in Adobe's TVE Dashboard.
 */
#define TVPASS_ERROR_ACTION_CONFIGURATION 2

/**
 * `application-registration`: the app has to register again. Its profiles are gone.
 */
#define TVPASS_ERROR_ACTION_APPLICATION_REGISTRATION 3

/**
 * `authentication`: the user has to sign in again.
 */
#define TVPASS_ERROR_ACTION_AUTHENTICATION 4

/**
 * `authorization`: the app has to obtain an authorization for the resource.
 */
#define TVPASS_ERROR_ACTION_AUTHORIZATION 5

/**
 * `retry`: sending the request again may help.
 */
#define TVPASS_ERROR_ACTION_RETRY 6

/**
 * None.
 */
#define TVPASS_ENVIRONMENT_UNKNOWN 0

/**
 * `https://sp.auth.adobe.com`
 */
#define TVPASS_ENVIRONMENT_PRODUCTION 1

/**
 * `https://sp-prequal.auth.adobe.com`
 */
#define TVPASS_ENVIRONMENT_PREQUAL 2

/**
 * `https://sp.auth-staging.adobe.com`
 */
#define TVPASS_ENVIRONMENT_STAGING 3

/**
 * `https://sp-prequal.auth-staging.adobe.com`
 */
#define TVPASS_ENVIRONMENT_PREQUAL_STAGING 4

/**
 * None.
 */
#define TVPASS_DEVICE_KEY_UNKNOWN 0

/**
 * `primaryHardwareType`: text, one of Camera, DataCollectionTerminal, Desktop, EmbeddedNetworkModule, eReader, GamesConsole,
 * GeolocationTracker, Glasses, MediaPlayer, MobilePhone, PaymentTerminal, PluginModem, SetTopBox, TV, Tablet, WirelessHotspot, Wristwatch,
 * Unknown, VehicleMultimediaSystem, Projector.
 */
#define TVPASS_DEVICE_KEY_PRIMARY_HARDWARE_TYPE 1

/**
 * `model`: text, required.
 */
#define TVPASS_DEVICE_KEY_MODEL 2

/**
 * `version`: text, required; the device's version.
 */
#define TVPASS_DEVICE_KEY_VERSION 3

/**
 * `manufacturer`: text; who makes the device.
 */
#define TVPASS_DEVICE_KEY_MANUFACTURER 4

/**
 * `vendor`: text; who sells the device.
 */
#define TVPASS_DEVICE_KEY_VENDOR 5

/**
 * `osName`: text, required, one of Android, Chrome OS, Linux, Mac OS, OS X, OpenBSD, Roku OS, Windows, iOS, tvOS, webOS.
 */
#define TVPASS_DEVICE_KEY_OS_NAME 6

/**
 * `osFamily`: text, one of Android, BSD, Linux, PlayStation OS, Roku OS, Symbian, Tizen, Windows, iOS, tvOS, macOS, webOS.
 */
#define TVPASS_DEVICE_KEY_OS_FAMILY 7

/**
 * `osVendor`: text, one of Amazon, Apple, Google, LG, Microsoft, Mozilla, Nintendo, Nokia, Roku, Samsung, Sony, Tizen Project.
 */
#define TVPASS_DEVICE_KEY_OS_VENDOR 8

/**
 * `osVersion`: text, required.
 */
#define TVPASS_DEVICE_KEY_OS_VERSION 9

/**
 * `browserName`: text, one of Android Browser, Chrome, Edge, Firefox, Internet Explorer, Opera, Safari, SeaMonkey, Symbian Browser.
 */
#define TVPASS_DEVICE_KEY_BROWSER_NAME 10

/**
 * `browserVendor`: text, one of Amazon, Apple, Google, Microsoft, Motorola, Mozilla, Netscape, Nintendo, Nokia, Samsung, Sony Ericsson.
 */
#define TVPASS_DEVICE_KEY_BROWSER_VENDOR 11

/**
 * `browserVersion`: text.
 */
#define TVPASS_DEVICE_KEY_BROWSER_VERSION 12

/**
 * `userAgent`: text.
 */
#define TVPASS_DEVICE_KEY_USER_AGENT 13

/**
 * `displayWidth`: number, in pixels.
 */
#define TVPASS_DEVICE_KEY_DISPLAY_WIDTH 14

/**
 * `displayHeight`: number, in pixels.
 */
#define TVPASS_DEVICE_KEY_DISPLAY_HEIGHT 15

/**
 * `displayPpi`: number, in pixels per inch.
 */
#define TVPASS_DEVICE_KEY_DISPLAY_PPI 16

/**
 * `diagonalScreenSize`: text, in inches as a decimal, such as `5.5`.
 */
#define TVPASS_DEVICE_KEY_DIAGONAL_SCREEN_SIZE 17

/**
 * `connectionIp`: text, an IPv4 or IPv6 address. Spectrum's home-based authentication requires it.
 */
#define TVPASS_DEVICE_KEY_CONNECTION_IP 18

/**
 * `connectionPort`: number, 1 to 65535. Spectrum's home-based authentication requires it.
 */
#define TVPASS_DEVICE_KEY_CONNECTION_PORT 19

/**
 * `connectionType`: text, required; Adobe's examples are WiFi, LAN, 3G, 4G, 5G, and others are accepted.
 */
#define TVPASS_DEVICE_KEY_CONNECTION_TYPE 20

/**
 * `connectionSecure`: number, 1 for a secure network, 0 for a public hot spot.
 */
#define TVPASS_DEVICE_KEY_CONNECTION_SECURE 21

/**
 * `applicationId`: text.
 */
#define TVPASS_DEVICE_KEY_APPLICATION_ID 22

/**
 * An action that this version does not know: see `tvpass_logout_profile_action_name`.
 */
#define TVPASS_LOGOUT_ACTION_UNKNOWN 0

/**
 * `logout`: open the URL in a user agent, which ends at the redirect URL. A device without one may stop here; the provider's own session
 * then stays open.
 */
#define TVPASS_LOGOUT_ACTION_OPEN_URL 1

/**
 * `logout`, but its URL must not be opened. The provider's own session stays open.
 */
#define TVPASS_LOGOUT_ACTION_URL_REFUSED 2

/**
 * `partner_logout`: the user has to sign out in the system's settings too; see `tvpass_partner_settings_count`. No app can do it.
 */
#define TVPASS_LOGOUT_ACTION_PARTNER_LOGOUT 3

/**
 * `complete`: nothing (MVPD without a logout endpoint, degraded access, temporary access).
 */
#define TVPASS_LOGOUT_ACTION_COMPLETE 4

/**
 * `invalid`: nothing; no valid profile was found.
 */
#define TVPASS_LOGOUT_ACTION_INVALID 5

/**
 * `invalid` in answer to a repeated request, after an answer was lost: the profile may have been removed by the first one, and its URL with
 * it. The provider's own session may still be open. Only calls report this.
 */
#define TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER 6

/**
 * It was not refused, or for a reason that this version does not know.
 */
#define TVPASS_URL_REFUSAL_UNKNOWN 0

/**
 * There is no URL.
 */
#define TVPASS_URL_REFUSAL_MISSING 1

/**
 * Not a URL, or one that browsers read differently from the standard.
 */
#define TVPASS_URL_REFUSAL_MALFORMED 2

/**
 * A scheme other than `https`; `http` is good on this machine alone, for a service on it.
 */
#define TVPASS_URL_REFUSAL_SCHEME 3

/**
 * User information before the host.
 */
#define TVPASS_URL_REFUSAL_USER_INFORMATION 4

/**
 * A reference that leads to another host than the service's.
 */
#define TVPASS_URL_REFUSAL_OTHER_HOST 5

/**
 * No usable host or port.
 */
#define TVPASS_URL_REFUSAL_HOST 6

/**
 * Something that this version does not know.
 */
#define TVPASS_REMAINING_UNKNOWN 0

/**
 * Nothing is left to do.
 */
#define TVPASS_REMAINING_DONE 1

/**
 * Open `tvpass_logout_profile_url` in a user agent until `tvpass_redirect_url_is_reached_by` says that it is done, or the user closes it.
 */
#define TVPASS_REMAINING_OPEN_URL 2

/**
 * Tell the user to sign out in the system's settings too; see `tvpass_partner_settings_count`.
 */
#define TVPASS_REMAINING_PARTNER_SIGN_OUT 3

/**
 * Nothing can be done, but the provider's own session may still be open, which a user on a shared device may want to know.
 */
#define TVPASS_REMAINING_SESSION_MAY_BE_OPEN 4

/**
 * Something that this version of the header does not know. Does not happen with a library of the same version.
 */
#define TVPASS_STEP_UNKNOWN 0

/**
 * Send `tvpass_call_request` as it is and once, without following redirects, with an HTTP client that repeats nothing by itself; then
 * `tvpass_call_respond` or `tvpass_call_fail`.
 */
#define TVPASS_STEP_SEND 1

/**
 * Poll again at `tvpass_call_wait_until_ms`, or as soon as another call of the client was given an answer, was cancelled or freed. Polling
 * earlier is harmless.
 */
#define TVPASS_STEP_WAIT 2

/**
 * Store `tvpass_call_state`, durably and in place of the old one; then `tvpass_call_persisted`, even if the call has ended meanwhile: until
 * then, or until the call is freed, no other call of the client is told to store.
 */
#define TVPASS_STEP_PERSIST 3

/**
 * Get a token from the app's own source; then `tvpass_call_provide_token` or `tvpass_call_token_failed`.
 */
#define TVPASS_STEP_PROVIDE_TOKEN 4

/**
 * The call has ended: `tvpass_call_take_logout`, then free it.
 */
#define TVPASS_STEP_DONE 5

/**
 * Something that this version does not know: see `tvpass_event_text`.
 */
#define TVPASS_EVENT_UNKNOWN 0

/**
 * A request goes out: purpose, method, operation.
 */
#define TVPASS_EVENT_REQUEST 1

/**
 * An answer came in: purpose, HTTP status, duration; if it means an error: status, Adobe's code, trace.
 */
#define TVPASS_EVENT_ANSWER 2

/**
 * The request or its answer was lost: purpose, status, delivery, duration.
 */
#define TVPASS_EVENT_TRANSPORT_FAILURE 3

/**
 * The call waits: wait reason, duration (at most).
 */
#define TVPASS_EVENT_WAIT 4

/**
 * A request is tried again: attempt, and the status that it recovers from.
 */
#define TVPASS_EVENT_RETRY 5

/**
 * There is a new access token: duration (its lifetime).
 */
#define TVPASS_EVENT_TOKEN_RENEWED 6

/**
 * The service did not accept the token.
 */
#define TVPASS_EVENT_TOKEN_REJECTED 7

/**
 * The app was registered.
 */
#define TVPASS_EVENT_REGISTERED 8

/**
 * The registration is lost, and the user's profiles with it.
 */
#define TVPASS_EVENT_REGISTRATION_LOST 9

/**
 * The state was stored.
 */
#define TVPASS_EVENT_PERSISTED 10

/**
 * The state could not be stored. If the process ends now, the next start registers again.
 */
#define TVPASS_EVENT_NOT_PERSISTED 11

/**
 * The call ended: status, duration (from its start).
 */
#define TVPASS_EVENT_DONE 12

/**
 * The event is about no request, or about something that this version does not know.
 */
#define TVPASS_PURPOSE_UNKNOWN 0

/**
 * Registration of the app.
 */
#define TVPASS_PURPOSE_REGISTER 1

/**
 * An access token.
 */
#define TVPASS_PURPOSE_TOKEN 2

/**
 * The call's own operation.
 */
#define TVPASS_PURPOSE_OPERATION 3

/**
 * It does not wait, or for a reason that this version does not know.
 */
#define TVPASS_WAIT_UNKNOWN 0

/**
 * For its place: 1 request a second after the burst.
 */
#define TVPASS_WAIT_PACING 1

/**
 * The service answered 429, or asked for a pause (`Retry-After`).
 */
#define TVPASS_WAIT_THROTTLED 2

/**
 * Before trying again.
 */
#define TVPASS_WAIT_BACKOFF 3

/**
 * Another call is registering, getting the token, or having the state stored. Poll again when that call was given an answer.
 */
#define TVPASS_WAIT_OTHER_CALL 4

/**
 * Its own request is still out, or its state is being stored.
 */
#define TVPASS_WAIT_ANSWER 5

/**
 * Not known; counts as possible.
 */
#define TVPASS_DELIVERY_UNKNOWN 0

/**
 * The request certainly did not reach the server.
 */
#define TVPASS_DELIVERY_NOT_SENT 1

/**
 * It may have. If in doubt, report this.
 */
#define TVPASS_DELIVERY_POSSIBLE 2

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The text itself.
 *
 * @param text borrowed.
 * @return Borrowed from `text`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_text_str(const tvpass_text *text);

/**
 * Frees a text and overwrites it with zeros.
 *
 * @param text consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_text_free(tvpass_text *text);

/**
 * The version of the library that is linked, such as `0.1.0`. Compare with `TVPASS_VERSION_MAJOR` and its like, which are the header's.
 *
 * @return Lives as long as the library.
 *
 * Threads: any.
 */
tvpass_str tvpass_version(void);

/**
 * A status as a word, such as `invalid_input`.
 *
 * @param status any number.
 * @return Lives as long as the library. Empty for a number that this version does not know.
 *
 * Threads: any.
 */
tvpass_str tvpass_status_name(tvpass_status status);

/**
 * Frees an error.
 *
 * @param error consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_error_free(tvpass_error *error);

/**
 * The status that the function returned together with this error.
 *
 * @param error borrowed.
 * @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for NULL.
 *
 * Threads: any.
 */
tvpass_status tvpass_error_status(const tvpass_error *error);

/**
 * The status of the failure underneath, for errors that carry one: what a call was recovering from when its deadline passed, or why the
 * registration counts as lost. Else the same as `tvpass_error_status`. HTTP status, Adobe's code and trace are those of the cause.
 *
 * @param error borrowed.
 * @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for NULL.
 *
 * Threads: any.
 */
tvpass_status tvpass_error_cause(const tvpass_error *error);

/**
 * The status as a word, such as `enhanced_error`.
 *
 * @param error borrowed.
 * @return Lives as long as the library. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_name(const tvpass_error *error);

/**
 * What went wrong, for the developer who reads the log.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_message(const tvpass_error *error);

/**
 * What helps, in a sentence for the developer who reads the log.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_advice(const tvpass_error *error);

/**
 * The input that was refused, by its name here, in Adobe's key table or as an HTTP header.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if the error is not about an input.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_input(const tvpass_error *error);

/**
 * Whether sending the same request again may help. Calls have already tried.
 *
 * @param error borrowed.
 * @return `false` for NULL.
 *
 * Threads: any.
 */
bool tvpass_error_is_retryable(const tvpass_error *error);

/**
 * The HTTP status of the answer.
 *
 * @param error borrowed.
 * @return 0 if there was no answer.
 *
 * Threads: any.
 */
uint16_t tvpass_error_http_status(const tvpass_error *error);

/**
 * How long the service asks to wait before the next request (`Retry-After`), in milliseconds, as received. Calls wait that long, up to
 * a minute, before they try again.
 *
 * @param error borrowed.
 * @return 0 if it does not say, or says so with a date, which would take a clock that agrees with the service's.
 *
 * Threads: any.
 */
uint64_t tvpass_error_retry_after_ms(const tvpass_error *error);

/**
 * Adobe's own code, such as `invalid_parameter_mvpd` or `invalid_client`.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_adobe_code(const tvpass_error *error);

/**
 * What Adobe recommends.
 *
 * @param error borrowed.
 * @return A `TVPASS_ERROR_ACTION_…`.
 *
 * Threads: any.
 */
tvpass_error_action tvpass_error_adobe_action(const tvpass_error *error);

/**
 * What Adobe recommends, as it says it.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if the error has no action.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_adobe_action_text(const tvpass_error *error);

/**
 * Adobe's message, which may be shown to a user in some cases.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_adobe_message(const tvpass_error *error);

/**
 * The provider's message.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_adobe_details(const tvpass_error *error);

/**
 * Adobe's page about the error.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_help_url(const tvpass_error *error);

/**
 * Adobe's identifier of the answer, for support tickets.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_trace(const tvpass_error *error);

/**
 * The `Content-Type` of an answer that was not understood. `text/html` usually means a captive portal or a proxy.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_content_type(const tvpass_error *error);

/**
 * The first 512 bytes of an answer that was not understood, secrets removed, in one line.
 *
 * @param error borrowed.
 * @return Borrowed from `error`, until that is freed. Empty if there is none, and for registration and token requests: their answers may hold
 *   secrets that nobody knows yet.
 *
 * Threads: any.
 */
tvpass_str tvpass_error_body_head(const tvpass_error *error);

/**
 * The base of one of Adobe's environments, for REST API V2 and registration.
 *
 * @param environment a `TVPASS_ENVIRONMENT_…`.
 * @param out receives the base; caller frees with `tvpass_base_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_base_new_from_environment(tvpass_environment environment, tvpass_base **out, tvpass_error **error);

/**
 * The base of one of Adobe's environments, for the legacy V1 logout.
 *
 * @param environment `TVPASS_ENVIRONMENT_PRODUCTION` or `TVPASS_ENVIRONMENT_STAGING`; Adobe documents no other for V1.
 * @param out receives the base; caller frees with `tvpass_base_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_base_new_v1_from_environment(tvpass_environment environment,
                                                  tvpass_base **out,
                                                  tvpass_error **error);

/**
 * A base with another host, such as a test server's.
 *
 * @param url scheme and host, such as `https://sp.auth.adobe.com`; `http` is accepted for `localhost`, 127.0.0.0/8 and `[::1]`. No path.
 *   It is copied.
 * @param url_len its length in bytes.
 * @param out receives the base; caller frees with `tvpass_base_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_base_new(const char *url,
                              size_t url_len,
                              tvpass_base **out,
                              tvpass_error **error);

/**
 * Frees a base. What was made with it is not affected.
 *
 * @param base consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_base_free(tvpass_base *base);

/**
 * The URL in its one spelling: lower case, without the default port, a final dot of the host and a trailing slash.
 *
 * @param base borrowed.
 * @return Borrowed from `base`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_base_url(const tvpass_base *base);

/**
 * An empty description.
 *
 * @param out receives the description; caller frees with `tvpass_device_info_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_device_info_new(tvpass_device_info **out, tvpass_error **error);

/**
 * Frees a description. Devices that were made with it are not affected.
 *
 * @param info consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_device_info_free(tvpass_device_info *info);

/**
 * Sets a key to a text. For keys with restricted values, one that Adobe does not document is refused, because the device would count as
 * unknown, with shorter lifetimes.
 *
 * @param info changed.
 * @param key a `TVPASS_DEVICE_KEY_…` that takes a text.
 * @param value 1 to 512 bytes without control characters; copied.
 * @param value_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE` (an unknown key), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_device_info_set_text(tvpass_device_info *info,
                                          tvpass_device_key key,
                                          const char *value,
                                          size_t value_len,
                                          tvpass_error **error);

/**
 * Sets a key to a text, even to one that Adobe does not document.
 *
 * @param info changed.
 * @param key a `TVPASS_DEVICE_KEY_…` that takes a text.
 * @param value 1 to 512 bytes without control characters; copied.
 * @param value_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE` (an unknown key), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_device_info_set_undocumented_text(tvpass_device_info *info,
                                                       tvpass_device_key key,
                                                       const char *value,
                                                       size_t value_len,
                                                       tvpass_error **error);

/**
 * Sets a key to a number.
 *
 * @param info changed.
 * @param key a `TVPASS_DEVICE_KEY_…` that takes a number.
 * @param value the number, in the key's unit.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_device_info_set_number(tvpass_device_info *info,
                                            tvpass_device_key key,
                                            uint32_t value,
                                            tvpass_error **error);

/**
 * A device that is identified by the SHA-256 (in lower-case hex) of what the operating system calls it: `identifierForVendor` on tvOS
 * and iOS, `ANDROID_ID` on Android and Fire OS, `GetChannelClientId` on Roku, a serial number on other devices.
 *
 * If the identifier changes, the user's profiles are lost: choose one that survives reboots, upgrades and, if possible, re-installation.
 *
 * @param info borrowed for the call.
 * @param identifier the operating system's identifier, hashed byte for byte; borrowed for the call.
 * @param identifier_len its length in bytes.
 * @param out receives the device; caller frees with `tvpass_device_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key that is missing), or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_device_new_from_os_identifier(const tvpass_device_info *info,
                                                   const char *identifier,
                                                   size_t identifier_len,
                                                   tvpass_device **out,
                                                   tvpass_error **error);

/**
 * A device that is identified by a text that the app already has and keeps, sent as it is (in base64).
 *
 * If the identifier changes, the user's profiles are lost.
 *
 * @param info borrowed for the call.
 * @param identifier the text, at most 1024 bytes; copied.
 * @param identifier_len its length in bytes.
 * @param out receives the device; caller frees with `tvpass_device_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key that is missing), or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_device_new_from_text(const tvpass_device_info *info,
                                          const char *identifier,
                                          size_t identifier_len,
                                          tvpass_device **out,
                                          tvpass_error **error);

/**
 * Frees a device. What was made with it is not affected.
 *
 * @param device consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_device_free(tvpass_device *device);

/**
 * The identifier before base64: the hash, or the app's text.
 *
 * @param device borrowed.
 * @return Borrowed from `device`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_device_identifier(const tvpass_device *device);

/**
 * The value of `AP-Device-Identifier`.
 *
 * @param device borrowed.
 * @return Borrowed from `device`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_device_identifier_header(const tvpass_device *device);

/**
 * The description as a JSON object.
 *
 * @param device borrowed.
 * @return Borrowed from `device`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_device_info_json(const tvpass_device *device);

/**
 * The value of `X-Device-Info`.
 *
 * @param device borrowed.
 * @return Borrowed from `device`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_device_info_header(const tvpass_device *device);

/**
 * Checks and keeps a redirect URL, byte for byte.
 *
 * @param url an absolute URL in ASCII, at most 2048 bytes, such as `https://example.com/signed-out` or `myapp://signed-out`;
 *   copied.
 * @param url_len its length in bytes.
 * @param out receives the redirect URL; caller frees with `tvpass_redirect_url_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_redirect_url_new(const char *url,
                                      size_t url_len,
                                      tvpass_redirect_url **out,
                                      tvpass_error **error);

/**
 * Frees a redirect URL. What was made with it is not affected.
 *
 * @param redirect_url consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_redirect_url_free(tvpass_redirect_url *redirect_url);

/**
 * The URL as it was given.
 *
 * @param redirect_url borrowed.
 * @return Borrowed from `redirect_url`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_redirect_url_text(const tvpass_redirect_url *redirect_url);

/**
 * Whether a user agent that navigates to `navigation` has reached the redirect URL, so that the provider's logout is complete. Ask for
 * every navigation, before the page loads.
 *
 * http and https, letter case of scheme and host, default ports, one trailing slash, the notation of an IPv6 address and further query
 * parameters do not matter; host, port, path and the query parameters of the redirect URL do. If the redirect URL has a fragment, only the
 * same one reaches it; if it has none, any does.
 *
 * @param redirect_url borrowed.
 * @param navigation where the user agent is going; borrowed for the call.
 * @param navigation_len its length in bytes.
 * @return `false` also for NULL and for what is not an absolute URL in UTF-8.
 *
 * Threads: any.
 */
bool tvpass_redirect_url_is_reached_by(const tvpass_redirect_url *redirect_url,
                                       const char *navigation,
                                       size_t navigation_len);

/**
 * No optional headers yet.
 *
 * @param out receives the extras; caller frees with `tvpass_extras_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_extras_new(tvpass_extras **out, tvpass_error **error);

/**
 * Frees extras and overwrites the tokens in it with zeros, unless something that was made with it still has them.
 *
 * @param extras consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_extras_free(tvpass_extras *extras);

/**
 * `Adobe-Subject-Token`: the platform's token (Amazon), for single sign-on by platform identity.
 *
 * @param extras changed.
 * @param token the JWS or JWE alone; copied.
 * @param token_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_subject_token(tvpass_extras *extras,
                                              const char *token,
                                              size_t token_len,
                                              tvpass_error **error);

/**
 * `X-Roku-Reserved-Roku-Connect-Token`: the same for Roku, whose devices add it by themselves, over HTTPS only.
 *
 * @param extras changed.
 * @param token the token alone; copied.
 * @param token_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_roku_connect_token(tvpass_extras *extras,
                                                   const char *token,
                                                   size_t token_len,
                                                   tvpass_error **error);

/**
 * `AD-Service-Token`: the token of an external identity service, for single sign-on by service token.
 *
 * @param extras changed.
 * @param token the JWS alone; copied.
 * @param token_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_service_token(tvpass_extras *extras,
                                              const char *token,
                                              size_t token_len,
                                              tvpass_error **error);

/**
 * `AP-Visitor-Identifier`: the Experience Cloud visitor id (ECID), without quotation marks.
 *
 * @param extras changed.
 * @param ecid the ECID; copied.
 * @param ecid_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_visitor_identifier(tvpass_extras *extras,
                                                   const char *ecid,
                                                   size_t ecid_len,
                                                   tvpass_error **error);

/**
 * `X-Forwarded-For`: the device's address, for server-to-server callers, who should always send it. A device leaves it out.
 *
 * @param extras changed.
 * @param address an IPv4 or IPv6 address as text; copied.
 * @param address_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_forwarded_for(tvpass_extras *extras,
                                              const char *address,
                                              size_t address_len,
                                              tvpass_error **error);

/**
 * `User-Agent`: the application's.
 *
 * @param extras changed.
 * @param user_agent printable ASCII; copied.
 * @param user_agent_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_extras_set_user_agent(tvpass_extras *extras,
                                           const char *user_agent,
                                           size_t user_agent_len,
                                           tvpass_error **error);

/**
 * Frees a request and overwrites its secrets with zeros. Not for one that a call owns.
 *
 * @param request consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_request_free(tvpass_request *request);

/**
 * The method: `GET`, `POST` or `DELETE`.
 *
 * @param request borrowed.
 * @return Lives as long as the library. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_method(const tvpass_request *request);

/**
 * The absolute URL: ASCII, percent-encoded, without a fragment.
 *
 * @param request borrowed.
 * @return Borrowed from `request`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_url(const tvpass_request *request);

/**
 * The body. It is secret.
 *
 * @param request borrowed.
 * @return Borrowed from `request`, until that is freed. Empty for `GET` and `DELETE`, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_body(const tvpass_request *request);

/**
 * How many headers there are.
 *
 * @param request borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
size_t tvpass_request_header_count(const tvpass_request *request);

/**
 * A header's name. No name occurs twice.
 *
 * @param request borrowed.
 * @param index from 0.
 * @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_header_name(const tvpass_request *request, size_t index);

/**
 * A header's value: ASCII without control characters.
 *
 * @param request borrowed.
 * @param index from 0.
 * @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_header_value(const tvpass_request *request, size_t index);

/**
 * A header as a line, `Name: value`, without a line break: what libcurl takes.
 *
 * @param request borrowed.
 * @param index from 0.
 * @return Borrowed from `request`, until that is freed. Empty for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_request_header_line(const tvpass_request *request, size_t index);

/**
 * Whether a header's value is a secret that must stay out of logs.
 *
 * @param request borrowed.
 * @param index from 0.
 * @return `true` also for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
bool tvpass_request_header_is_secret(const tvpass_request *request, size_t index);

/**
 * An answer without headers and body.
 *
 * @param status the HTTP status, whatever it is.
 * @param out receives the answer; caller frees with `tvpass_response_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_response_new(uint16_t status, tvpass_response **out, tvpass_error **error);

/**
 * Frees an answer.
 *
 * @param response consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_response_free(tvpass_response *response);

/**
 * Sets the status, for HTTP clients that tell it last.
 *
 * @param response changed.
 * @param status the HTTP status, whatever it is.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_response_set_status(tvpass_response *response, uint16_t status, tvpass_error **error);

/**
 * Adds a received header. Only `Content-Type` and `Retry-After` are read, the first of each; passing all of them is fine, the others are
 * not kept.
 *
 * @param response changed.
 * @param name the field name; copied.
 * @param name_len its length in bytes.
 * @param value the value; copied. It need not be UTF-8.
 * @param value_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_response_add_header(tvpass_response *response,
                                         const char *name,
                                         size_t name_len,
                                         const char *value,
                                         size_t value_len,
                                         tvpass_error **error);

/**
 * Adds a received header line as libcurl's header callback gets it, `Name: value`, with or without a line break at the end. A status line
 * (`HTTP/1.1 200 OK`) begins another answer: the headers before it, of an interim answer or a proxy's, are forgotten. Other lines without a
 * colon (the empty line at the end) are ignored.
 *
 * @param response changed.
 * @param line the line; copied. It need not be UTF-8.
 * @param line_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_response_add_header_line(tvpass_response *response,
                                              const char *line,
                                              size_t line_len,
                                              tvpass_error **error);

/**
 * Appends a piece of the body.
 *
 * @param response changed.
 * @param data the bytes; copied. NULL is accepted if `data_len` is 0.
 * @param data_len how many.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` if the body becomes longer than `TVPASS_MAX_RESPONSE_BODY` (it is left as it
 *   was; end the transfer and report `TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE`), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_response_append_body(tvpass_response *response,
                                          const void *data,
                                          size_t data_len,
                                          tvpass_error **error);

/**
 * The HTTP status.
 *
 * @param response borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
uint16_t tvpass_response_status(const tvpass_response *response);

/**
 * A logout of `mvpd` for `service_provider` on `device`. The ids are opaque: they are sent percent-encoded, exactly as given.
 *
 * @param base borrowed for the call.
 * @param device borrowed for the call.
 * @param service_provider the id that Adobe assigned, such as `REF30`; at most 256 bytes; copied.
 * @param service_provider_len its length in bytes.
 * @param mvpd the provider's id, such as `Cablevision`; at most 256 bytes; copied.
 * @param mvpd_len its length in bytes.
 * @param redirect_url borrowed for the call.
 * @param extras optional headers, borrowed for the call; NULL for none.
 * @param out receives the operation; caller frees with `tvpass_logout_operation_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_operation_new(const tvpass_base *base,
                                          const tvpass_device *device,
                                          const char *service_provider,
                                          size_t service_provider_len,
                                          const char *mvpd,
                                          size_t mvpd_len,
                                          const tvpass_redirect_url *redirect_url,
                                          const tvpass_extras *extras,
                                          tvpass_logout_operation **out,
                                          tvpass_error **error);

/**
 * Frees an operation. Its requests are not affected.
 *
 * @param operation consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_logout_operation_free(tvpass_logout_operation *operation);

/**
 * The request, complete with all headers.
 *
 * @param operation borrowed for the call.
 * @param access_token the token alone, without `Bearer`; copied.
 * @param access_token_len its length in bytes.
 * @param out receives the request; caller frees with `tvpass_request_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_operation_request(const tvpass_logout_operation *operation,
                                              const char *access_token,
                                              size_t access_token_len,
                                              tvpass_request **out,
                                              tvpass_error **error);

/**
 * What the answer to a logout request means.
 *
 * @param request borrowed for the call: what was sent. Relative URLs in the answer are resolved against its base.
 * @param response borrowed for the call: what came back, whatever its status.
 * @param out receives the outcome; caller frees with `tvpass_logout_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`,
 *   `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_operation_interpret(const tvpass_request *request,
                                                const tvpass_response *response,
                                                tvpass_logout **out,
                                                tvpass_error **error);

/**
 * Frees an outcome.
 *
 * @param logout consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_logout_free(tvpass_logout *logout);

/**
 * How many profiles were deleted. None is a successful logout, too.
 *
 * @param logout borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
size_t tvpass_logout_profile_count(const tvpass_logout *logout);

/**
 * The key of a profile's entry in the answer.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_key(const tvpass_logout *logout, size_t index);

/**
 * The profile's MVPD, which may differ from its key.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_mvpd(const tvpass_logout *logout,
                                      size_t index);

/**
 * What the device must do.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return A `TVPASS_LOGOUT_ACTION_…`; `TVPASS_LOGOUT_ACTION_UNKNOWN` also for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_logout_action tvpass_logout_profile_action(const tvpass_logout *logout, size_t index);

/**
 * `actionName` as received.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_action_name(const tvpass_logout *logout,
                                             size_t index);

/**
 * `actionType` as received.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty if the answer has none, for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_action_type(const tvpass_logout *logout,
                                             size_t index);

/**
 * The URL to open in a user agent: absolute, `https` (`http` for a service on this machine), resolved and checked.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty unless the action is `TVPASS_LOGOUT_ACTION_OPEN_URL`.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_url(const tvpass_logout *logout, size_t index);

/**
 * A URL as received that must not be opened, for a support ticket: refused, or of an action that opens none.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return Borrowed from `logout`, until that is freed. Empty if there is none.
 *
 * Threads: any.
 */
tvpass_str tvpass_logout_profile_raw_url(const tvpass_logout *logout, size_t index);

/**
 * Why the URL must not be opened.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return A `TVPASS_URL_REFUSAL_…`; `TVPASS_URL_REFUSAL_UNKNOWN` unless the action is `TVPASS_LOGOUT_ACTION_URL_REFUSED`.
 *
 * Threads: any.
 */
tvpass_url_refusal tvpass_logout_profile_url_refusal(const tvpass_logout *logout,
                                                     size_t index);

/**
 * Whether `actionType` is not the one that Adobe's table has for `actionName`. The name decides what the action is.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return `false` also for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
bool tvpass_logout_profile_contradicts_documentation(const tvpass_logout *logout, size_t index);

/**
 * Whether `tvpass_logout_mark_followed` was called for a profile.
 *
 * @param logout borrowed.
 * @param index of the profile, from 0.
 * @return `false` also for an index beyond the last, and for NULL.
 *
 * Threads: any.
 */
bool tvpass_logout_profile_is_followed(const tvpass_logout *logout, size_t index);

/**
 * The next thing to do. A user interface loops over it: do it, `tvpass_logout_mark_followed`, ask again, until it is
 * `TVPASS_REMAINING_DONE`.
 *
 * @param logout borrowed.
 * @param what receives a `TVPASS_REMAINING_…`.
 * @param index receives the index of the profile that it is about (0 if nothing is left).
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_remaining(const tvpass_logout *logout,
                                      tvpass_remaining *what,
                                      size_t *index,
                                      tvpass_error **error);

/**
 * Says that a profile has been followed.
 *
 * @param logout changed.
 * @param index of the profile, from 0.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE` for an index beyond the last, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_mark_followed(tvpass_logout *logout, size_t index, tvpass_error **error);

/**
 * How many operating systems there are for which Adobe says where a user signs out of a TV provider at the system level.
 *
 * @return The number of entries for `tvpass_partner_settings_os_name`.
 *
 * Threads: any.
 */
size_t tvpass_partner_settings_count(void);

/**
 * The operating system, as in X-Device-Info: `tvOS` or `iOS`.
 *
 * @param system from 0.
 * @return Lives as long as the library. Empty beyond the last.
 *
 * Threads: any.
 */
tvpass_str tvpass_partner_settings_os_name(size_t system);

/**
 * How many steps the way through an operating system's settings has.
 *
 * @param system from 0.
 * @return 0 beyond the last.
 *
 * Threads: any.
 */
size_t tvpass_partner_settings_step_count(size_t system);

/**
 * A step of the way through an operating system's settings, in English; show it in the user's language.
 *
 * @param system from 0.
 * @param step from 0.
 * @return Lives as long as the library. Empty beyond the last.
 *
 * Threads: any.
 */
tvpass_str tvpass_partner_settings_step(size_t system, size_t step);

/**
 * A V1 logout of `requestor` on `device`. It takes no access token.
 *
 * @param base borrowed for the call; another than V2's, see `tvpass_base_new_v1_from_environment`.
 * @param device borrowed for the call.
 * @param requestor the service provider's id, such as `REF30`; at most 256 bytes; copied.
 * @param requestor_len its length in bytes.
 * @param out receives the operation; caller frees with `tvpass_logout_v1_operation_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_v1_operation_new(const tvpass_base *base,
                                             const tvpass_device *device,
                                             const char *requestor,
                                             size_t requestor_len,
                                             tvpass_logout_v1_operation **out,
                                             tvpass_error **error);

/**
 * Frees an operation. Its requests are not affected.
 *
 * @param operation consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_logout_v1_operation_free(tvpass_logout_v1_operation *operation);

/**
 * `deviceType`. Superseded by `X-Device-Info`, which is always sent.
 *
 * @param operation changed.
 * @param device_type at most 256 bytes; copied.
 * @param device_type_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_v1_operation_set_device_type(tvpass_logout_v1_operation *operation,
                                                         const char *device_type,
                                                         size_t device_type_len,
                                                         tvpass_error **error);

/**
 * `deviceUser`, deprecated by Adobe.
 *
 * @param operation changed.
 * @param device_user at most 256 bytes; copied.
 * @param device_user_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_v1_operation_set_device_user(tvpass_logout_v1_operation *operation,
                                                         const char *device_user,
                                                         size_t device_user_len,
                                                         tvpass_error **error);

/**
 * `appId`, deprecated by Adobe.
 *
 * @param operation changed.
 * @param app_id at most 256 bytes; copied.
 * @param app_id_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_v1_operation_set_app_id(tvpass_logout_v1_operation *operation,
                                                    const char *app_id,
                                                    size_t app_id_len,
                                                    tvpass_error **error);

/**
 * `User-Agent`: the application's.
 *
 * @param operation changed.
 * @param user_agent printable ASCII; copied.
 * @param user_agent_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_v1_operation_set_user_agent(tvpass_logout_v1_operation *operation,
                                                        const char *user_agent,
                                                        size_t user_agent_len,
                                                        tvpass_error **error);

/**
 * The request, complete with all headers.
 *
 * @param operation borrowed for the call.
 * @param out receives the request; caller frees with `tvpass_request_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_v1_operation_request(const tvpass_logout_v1_operation *operation,
                                                 tvpass_request **out,
                                                 tvpass_error **error);

/**
 * What the answer to a V1 logout request means. Success has no content.
 *
 * @param request borrowed for the call: what was sent.
 * @param response borrowed for the call: what came back, whatever its status.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`,
 *   `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_v1_operation_interpret(const tvpass_request *request,
                                                   const tvpass_response *response,
                                                   tvpass_error **error);

/**
 * A client that registers the app with its software statement, once, and gets access tokens by itself.
 *
 * @param base borrowed for the call.
 * @param device borrowed for the call.
 * @param software_statement one line, as downloaded from Adobe's TVE Dashboard; copied.
 * @param software_statement_len its length in bytes.
 * @param redirect_uri optional, borrowed for the call; NULL unless the statement lists several.
 * @param out receives the configuration; caller frees with `tvpass_client_config_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_config_new(const tvpass_base *base,
                                       const tvpass_device *device,
                                       const char *software_statement,
                                       size_t software_statement_len,
                                       const tvpass_redirect_url *redirect_uri,
                                       tvpass_client_config **out,
                                       tvpass_error **error);

/**
 * A client whose access tokens the app supplies, when a call asks with `TVPASS_STEP_PROVIDE_TOKEN`.
 *
 * @param base borrowed for the call.
 * @param device borrowed for the call.
 * @param out receives the configuration; caller frees with `tvpass_client_config_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_config_new_with_app_tokens(const tvpass_base *base,
                                                       const tvpass_device *device,
                                                       tvpass_client_config **out,
                                                       tvpass_error **error);

/**
 * Frees a configuration. Clients that were made with it are not affected.
 *
 * @param config consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_client_config_free(tvpass_client_config *config);

/**
 * Optional headers of every request: `User-Agent` and `X-Forwarded-For`. An operation's own are preferred.
 *
 * @param config changed.
 * @param extras borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (another header: set it at the operation), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_client_config_set_extras(tvpass_client_config *config,
                                              const tvpass_extras *extras,
                                              tvpass_error **error);

/**
 * Whether requests are paced: 10 at once, then 1 a second. Default: yes. Silence after a 429 is kept in any case.
 *
 * @param config changed.
 * @param yes whether to.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_client_config_set_pacing(tvpass_client_config *config, bool yes, tvpass_error **error);

/**
 * Whether calls ask for the state to be stored. Default: yes. Without it each start of the app registers again, and the user's profiles
 * are gone: for tests only.
 *
 * @param config changed.
 * @param yes whether to.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_client_config_set_persistence(tvpass_client_config *config,
                                                   bool yes,
                                                   tvpass_error **error);

/**
 * Whether a call may register again by itself when the registration is lost. Default: no; then `TVPASS_STATUS_REGISTRATION_LOST` is
 * reported until `tvpass_client_forget_registration` is called. Either way the user's profiles are gone;
 * `tvpass_call_registration_was_lost` tells.
 *
 * @param config changed.
 * @param yes whether to.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_client_config_set_register_again(tvpass_client_config *config,
                                                      bool yes,
                                                      tvpass_error **error);

/**
 * How many events wait for `tvpass_client_next_event` before the oldest is dropped. Default: 0, no queue. The support report has the last
 * events in any case.
 *
 * @param config changed.
 * @param events at most `TVPASS_MAX_EVENT_QUEUE`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_RANGE`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_client_config_set_event_queue(tvpass_client_config *config,
                                                   size_t events,
                                                   tvpass_error **error);

/**
 * A client without stored state: the app's first start, or a start anew. Its first call registers the app.
 *
 * @param config borrowed for the call.
 * @param now_ms the time now, in milliseconds on the scale of every later `now_ms`: any origin, preferably monotonic.
 * @param unix_ms the wall clock's time now, in milliseconds since 1970. It only tells the age of a stored token; a wrong one is harmless.
 * @param seed for jitter: any number, best a different one at each start.
 * @param out receives the client; caller frees with `tvpass_client_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_new(const tvpass_client_config *config,
                                uint64_t now_ms,
                                uint64_t unix_ms,
                                uint64_t seed,
                                tvpass_client **out,
                                tvpass_error **error);

/**
 * A client with the state that an earlier one had stored (`TVPASS_STEP_PERSIST`).
 *
 * If the state is refused, nothing is changed: keep what is stored, and use `tvpass_client_new` only if the app means to start anew, since
 * that registers again and the user's profiles are gone.
 *
 * @param config borrowed for the call; one with a software statement.
 * @param state what was stored, byte for byte; borrowed for the call.
 * @param state_len its length in bytes.
 * @param now_ms as for `tvpass_client_new`.
 * @param unix_ms as for `tvpass_client_new`.
 * @param seed as for `tvpass_client_new`.
 * @param out receives the client; caller frees with `tvpass_client_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`, `TVPASS_STATUS_STATE_OF_ANOTHER_APP`,
 *   `TVPASS_STATUS_INVALID_INPUT` (a configuration with the app's own tokens), or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_new_with_state(const tvpass_client_config *config,
                                           const void *state,
                                           size_t state_len,
                                           uint64_t now_ms,
                                           uint64_t unix_ms,
                                           uint64_t seed,
                                           tvpass_client **out,
                                           tvpass_error **error);

/**
 * Frees a client. Its calls may go on; what they share is freed with the last of them.
 *
 * @param client consumed; NULL does nothing.
 *
 * Threads: one at a time per handle: no other thread may be using the client.
 */
void tvpass_client_free(tvpass_client *client);

/**
 * Starts a logout. Nothing is sent yet: poll the call.
 *
 * @param client borrowed for the call. The returned call may outlive it.
 * @param now_ms the time now, in milliseconds.
 * @param parameters borrowed for the call.
 * @param out receives the call; caller frees with `tvpass_call_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_logout(const tvpass_client *client,
                                   uint64_t now_ms,
                                   const tvpass_logout_parameters *parameters,
                                   tvpass_call **out,
                                   tvpass_error **error);

/**
 * Whether the client holds client credentials: the app was registered, now or earlier.
 *
 * @param client borrowed.
 * @return `false` for NULL.
 *
 * Threads: any.
 */
bool tvpass_client_is_registered(const tvpass_client *client);

/**
 * Allows registering anew: drops credentials and token. The user's profiles are gone; if the service had not already dropped them
 * (`TVPASS_STATUS_REGISTRATION_LOST`), they are now. The stored state stays until the next call has registered.
 *
 * @param client borrowed.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_forget_registration(const tvpass_client *client,
                                                tvpass_error **error);

/**
 * The state to store, for hosts that store at their own time: what the last `TVPASS_STEP_PERSIST` said, or would say now. It has the
 * client credentials and the token: only this app may be able to read it.
 *
 * @param client borrowed.
 * @param out receives the state; caller frees with `tvpass_text_free`. Receives NULL before the registration, which is no error.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_state(const tvpass_client *client,
                                  tvpass_text **out,
                                  tvpass_error **error);

/**
 * The last events as text for a support ticket: Adobe's traces, statuses and timings; no secret and no device identifier.
 *
 * @param client borrowed.
 * @param now_ms the time now, in milliseconds.
 * @param out receives the report; caller frees with `tvpass_text_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_client_support_report(const tvpass_client *client,
                                           uint64_t now_ms,
                                           tvpass_text **out,
                                           tvpass_error **error);

/**
 * The next event, if the configuration has a queue (`tvpass_client_config_set_event_queue`).
 *
 * @param client borrowed.
 * @param out receives the oldest event that was not fetched yet; caller frees with `tvpass_event_free`. Receives NULL if there is none,
 *   which is no error.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any; each event goes to one caller.
 */
tvpass_status tvpass_client_next_event(const tvpass_client *client,
                                       tvpass_event **out,
                                       tvpass_error **error);

/**
 * How many events were dropped because the queue was full.
 *
 * @param client borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
uint64_t tvpass_client_events_dropped(const tvpass_client *client);

/**
 * A logout of `mvpd` for `service_provider`. The ids are opaque.
 *
 * @param service_provider the id that Adobe assigned, such as `REF30`; at most 256 bytes; copied.
 * @param service_provider_len its length in bytes.
 * @param mvpd the provider's id, such as `Cablevision`; at most 256 bytes; copied.
 * @param mvpd_len its length in bytes.
 * @param redirect_url borrowed for the call.
 * @param out receives the parameters; caller frees with `tvpass_logout_parameters_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (an id that cannot be sent), or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_logout_parameters_new(const char *service_provider,
                                           size_t service_provider_len,
                                           const char *mvpd,
                                           size_t mvpd_len,
                                           const tvpass_redirect_url *redirect_url,
                                           tvpass_logout_parameters **out,
                                           tvpass_error **error);

/**
 * Frees parameters. Calls that were made with it are not affected.
 *
 * @param parameters consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_logout_parameters_free(tvpass_logout_parameters *parameters);

/**
 * Optional headers of the logout: single sign-on tokens (the same as at login) and visitor identifier. Its `User-Agent` and
 * `X-Forwarded-For` are preferred to those of the configuration.
 *
 * @param parameters changed.
 * @param extras borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_parameters_set_extras(tvpass_logout_parameters *parameters,
                                                  const tvpass_extras *extras,
                                                  tvpass_error **error);

/**
 * How long a call may take from its start, with all waiting and retrying. Default: 60 s. If the service asks for a pause (429, or
 * `Retry-After`) that lasts until then or longer, the call ends at once with the error of that answer.
 *
 * @param parameters changed.
 * @param deadline_ms in milliseconds.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_logout_parameters_set_deadline_ms(tvpass_logout_parameters *parameters,
                                                       uint64_t deadline_ms,
                                                       tvpass_error **error);

/**
 * Frees a call, and with it what was borrowed from it. If it has not ended, it is cancelled: end its transfer first.
 *
 * @param call consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_call_free(tvpass_call *call);

/**
 * The call's number in events: 1 for a client's first.
 *
 * @param call borrowed.
 * @return 0 for NULL.
 *
 * Threads: any, while no thread changes the call.
 */
uint64_t tvpass_call_id(const tvpass_call *call);

/**
 * When the call ends at the latest. Do not let a request run longer.
 *
 * @param call borrowed.
 * @return In milliseconds on the host's scale; 0 for NULL.
 *
 * Threads: any, while no thread changes the call.
 */
uint64_t tvpass_call_deadline_ms(const tvpass_call *call);

/**
 * Whether this call found the registration lost and registered again, as the configuration allowed: the user's profiles are gone.
 *
 * @param call borrowed.
 * @return `false` for NULL.
 *
 * Threads: any, while no thread changes the call.
 */
bool tvpass_call_registration_was_lost(const tvpass_call *call);

/**
 * What to do next.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds on the scale that the client was made with.
 * @param step receives a `TVPASS_STEP_…`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (the call has ended), or a common status. That the logout failed is not an error
 *   of this function: the step is `TVPASS_STEP_DONE`, and `tvpass_call_take_logout` tells.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_poll(tvpass_call *call,
                               uint64_t now_ms,
                               tvpass_step *step,
                               tvpass_error **error);

/**
 * The request to send, after `TVPASS_STEP_SEND`.
 *
 * @param call borrowed.
 * @return Borrowed from `call`, until the next `TVPASS_STEP_SEND` or until `call` is freed. NULL if there is none. Not to be freed.
 *
 * Threads: any, while no thread changes the call.
 */
const tvpass_request *tvpass_call_request(const tvpass_call *call);

/**
 * When to poll again, after `TVPASS_STEP_WAIT`.
 *
 * @param call borrowed.
 * @return In milliseconds on the host's scale; 0 after any other step.
 *
 * Threads: any, while no thread changes the call.
 */
uint64_t tvpass_call_wait_until_ms(const tvpass_call *call);

/**
 * Why to wait, after `TVPASS_STEP_WAIT`.
 *
 * @param call borrowed.
 * @return A `TVPASS_WAIT_…`; `TVPASS_WAIT_UNKNOWN` after any other step.
 *
 * Threads: any, while no thread changes the call.
 */
tvpass_wait_reason tvpass_call_wait_reason(const tvpass_call *call);

/**
 * The state to store, after `TVPASS_STEP_PERSIST`. It has the client credentials and the token: only this app may be able to read it.
 *
 * @param call borrowed.
 * @return Borrowed from `call`, until the next `TVPASS_STEP_PERSIST` or until `call` is freed. Empty if there is none.
 *
 * Threads: any, while no thread changes the call.
 */
tvpass_str tvpass_call_state(const tvpass_call *call);

/**
 * Whether the last token was not accepted, so that a new one is needed; after `TVPASS_STEP_PROVIDE_TOKEN`.
 *
 * @param call borrowed.
 * @return `false` for NULL.
 *
 * Threads: any, while no thread changes the call.
 */
bool tvpass_call_token_rejected(const tvpass_call *call);

/**
 * The answer to the request of the last `TVPASS_STEP_SEND`, whatever its HTTP status.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param response borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up at the deadline; the call is unchanged), or
 *   a common status. What the answer means is told by the next poll.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_respond(tvpass_call *call,
                                  uint64_t now_ms,
                                  const tvpass_response *response,
                                  tvpass_error **error);

/**
 * The request of the last `TVPASS_STEP_SEND`, or its answer, was lost.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param what a `TVPASS_STATUS_TRANSPORT_…`.
 * @param delivery a `TVPASS_DELIVERY_…`: whether the server may have acted on the request. If in doubt, `TVPASS_DELIVERY_POSSIBLE`.
 * @param message the HTTP client's words for a log, without URLs and headers; copied. It need not be UTF-8: what is not becomes U+FFFD.
 * @param message_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no request is out, or it was given up at the deadline; the call is unchanged),
 *   `TVPASS_STATUS_OUT_OF_RANGE` (another status or delivery), or a common status. What follows is told by the next poll.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_fail(tvpass_call *call,
                               uint64_t now_ms,
                               tvpass_status what,
                               tvpass_delivery delivery,
                               const char *message,
                               size_t message_len,
                               tvpass_error **error);

/**
 * The state of the last `TVPASS_STEP_PERSIST` was stored, or could not be. If not, the call goes on all the same, and the next call asks again.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param success whether it was stored.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (nothing was to be stored, or it was reported already), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_persisted(tvpass_call *call,
                                    uint64_t now_ms,
                                    bool success,
                                    tvpass_error **error);

/**
 * The token that `TVPASS_STEP_PROVIDE_TOKEN` asked for.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param access_token the token alone, without `Bearer`; copied.
 * @param access_token_len its length in bytes.
 * @param expires_in_s its remaining lifetime in seconds, or `TVPASS_LIFETIME_UNKNOWN`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_provide_token(tvpass_call *call,
                                        uint64_t now_ms,
                                        const char *access_token,
                                        size_t access_token_len,
                                        uint64_t expires_in_s,
                                        tvpass_error **error);

/**
 * The app has no token: the call, and those that wait for the token, end with `TVPASS_STATUS_TOKEN_SOURCE_FAILED`.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param reason for a log; copied. It need not be UTF-8: what is not becomes U+FFFD.
 * @param reason_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_OUT_OF_ORDER` (no token was asked for), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_token_failed(tvpass_call *call,
                                       uint64_t now_ms,
                                       const char *reason,
                                       size_t reason_len,
                                       tvpass_error **error);

/**
 * Ends the call: the next poll is `TVPASS_STEP_DONE` with `TVPASS_STATUS_CANCELLED`. The host also ends the transfer of its request. A
 * logout that is already on its way may still happen. Does nothing to a call that has ended.
 *
 * @param call changed.
 * @param now_ms the time now, in milliseconds.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_cancel(tvpass_call *call,
                                 uint64_t now_ms,
                                 tvpass_error **error);

/**
 * The result, after `TVPASS_STEP_DONE`.
 *
 * @param call changed.
 * @param out receives the outcome; caller frees with `tvpass_logout_free`. It is handed over once.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`; `TVPASS_STATUS_OUT_OF_ORDER` (the call has not ended, or the outcome was taken); any other: why the logout
 *   failed.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_call_take_logout(tvpass_call *call,
                                      tvpass_logout **out,
                                      tvpass_error **error);

/**
 * Frees an event.
 *
 * @param event consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_event_free(tvpass_event *event);

/**
 * What happened.
 *
 * @param event borrowed.
 * @return A `TVPASS_EVENT_…`; `TVPASS_EVENT_UNKNOWN` for NULL.
 *
 * Threads: any.
 */
tvpass_event_kind tvpass_event_what(const tvpass_event *event);

/**
 * When, in milliseconds on the host's scale.
 *
 * @param event borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
uint64_t tvpass_event_at_ms(const tvpass_event *event);

/**
 * Which call: see `tvpass_call_id`.
 *
 * @param event borrowed.
 * @return 0 for NULL.
 *
 * Threads: any.
 */
uint64_t tvpass_event_call(const tvpass_event *event);

/**
 * The event as a line for a log.
 *
 * @param event borrowed.
 * @return Borrowed from `event`, until that is freed. Empty for NULL.
 *
 * Threads: any.
 */
tvpass_str tvpass_event_text(const tvpass_event *event);

/**
 * What the request is for.
 *
 * @param event borrowed.
 * @return A `TVPASS_PURPOSE_…`; `TVPASS_PURPOSE_UNKNOWN` for events without one.
 *
 * Threads: any.
 */
tvpass_purpose tvpass_event_purpose(const tvpass_event *event);

/**
 * The request's method.
 *
 * @param event borrowed.
 * @return Lives as long as the library. Empty for events without one.
 *
 * Threads: any.
 */
tvpass_str tvpass_event_method(const tvpass_event *event);

/**
 * The operation that the request is of, e.g. `logout`; `registration` and `token` for what a call does by itself. Never its path, which may
 * hold ids and codes.
 *
 * @param event borrowed.
 * @return Borrowed from `event`, until that is freed. Empty for events without one.
 *
 * Threads: any.
 */
tvpass_str tvpass_event_operation(const tvpass_event *event);

/**
 * The answer's HTTP status.
 *
 * @param event borrowed.
 * @return 0 for events without one.
 *
 * Threads: any.
 */
uint16_t tvpass_event_http_status(const tvpass_event *event);

/**
 * The error that it is about.
 *
 * @param event borrowed.
 * @return A `TVPASS_STATUS_…`; `TVPASS_STATUS_OK` for events without one.
 *
 * Threads: any.
 */
tvpass_status tvpass_event_status(const tvpass_event *event);

/**
 * Adobe's own code.
 *
 * @param event borrowed.
 * @return Borrowed from `event`, until that is freed. Empty for events without one.
 *
 * Threads: any.
 */
tvpass_str tvpass_event_adobe_code(const tvpass_event *event);

/**
 * Adobe's identifier of the answer.
 *
 * @param event borrowed.
 * @return Borrowed from `event`, until that is freed. Empty for events without one.
 *
 * Threads: any.
 */
tvpass_str tvpass_event_trace(const tvpass_event *event);

/**
 * Whether the server may have acted on a lost request.
 *
 * @param event borrowed.
 * @return A `TVPASS_DELIVERY_…`; `TVPASS_DELIVERY_UNKNOWN` for events without one.
 *
 * Threads: any.
 */
tvpass_delivery tvpass_event_delivery(const tvpass_event *event);

/**
 * Why the call waits.
 *
 * @param event borrowed.
 * @return A `TVPASS_WAIT_…`; `TVPASS_WAIT_UNKNOWN` for events without one.
 *
 * Threads: any.
 */
tvpass_wait_reason tvpass_event_wait_reason(const tvpass_event *event);

/**
 * The number of the next attempt: 2 or 3.
 *
 * @param event borrowed.
 * @return 0 for events without one.
 *
 * Threads: any.
 */
uint32_t tvpass_event_attempt(const tvpass_event *event);

/**
 * A duration in milliseconds; the event's kind says of what.
 *
 * @param event borrowed.
 * @return 0 for events without one.
 *
 * Threads: any.
 */
uint64_t tvpass_event_duration_ms(const tvpass_event *event);

#if defined(TVPASS_HAS_UREQ)
/**
 * The default settings: 10 s for connecting, 30 s in all, answers up to 1 MiB, no proxy, Mozilla's root certificates.
 *
 * @param out receives the settings; caller frees with `tvpass_driver_settings_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_driver_settings_new(tvpass_driver_settings **out, tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Frees settings. Drivers that were made with it are not affected.
 *
 * @param settings consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_driver_settings_free(tvpass_driver_settings *settings);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * The limit for resolving the name and, counted anew, for connecting with the TLS handshake. Default: 10 s.
 *
 * @param settings changed.
 * @param limit_ms in milliseconds.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_driver_settings_set_connect_timeout_ms(tvpass_driver_settings *settings,
                                                            uint64_t limit_ms,
                                                            tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * The limit for a whole request, from resolving the name to the last byte of the answer. Default: 30 s.
 *
 * @param settings changed.
 * @param limit_ms in milliseconds.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_driver_settings_set_total_timeout_ms(tvpass_driver_settings *settings,
                                                          uint64_t limit_ms,
                                                          tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * The largest body that is read. A larger one is an error, never cut. Default: 1 MiB.
 *
 * @param settings changed.
 * @param limit in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_driver_settings_set_max_response_bytes(tvpass_driver_settings *settings,
                                                            uint64_t limit,
                                                            tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Whether the proxy is used that the environment names at this moment. Default: no proxy.
 *
 * The first of `ALL_PROXY`, `all_proxy`, `HTTPS_PROXY`, `https_proxy`, `HTTP_PROXY` and `http_proxy` that is set and not empty decides:
 * `[http://][user:password@]host[:port]`, or `https://` for a proxy that is spoken to in TLS. If none is, there is no proxy. Plain
 * `http` to this machine never goes through one, nor does a host in `NO_PROXY` (or `no_proxy`), a list with commas and without spaces:
 * `name`, `.domain` or `*.domain` for what is below a domain, `*` for all.
 *
 * @param settings changed.
 * @param yes whether to.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the variable that decides cannot be used: another scheme such as `socks5://`, no
 *   host, not a port; the error's field is its name, and nothing of its value is shown; the settings are unchanged), or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_driver_settings_set_proxy_from_environment(tvpass_driver_settings *settings,
                                                                bool yes,
                                                                tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Trusts only these root certificates instead of Mozilla's, which are compiled in.
 *
 * @param settings changed.
 * @param pem one or more certificates; copied.
 * @param pem_len its length in bytes.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: one at a time per handle.
 */
tvpass_status tvpass_driver_settings_set_root_certificates_pem(tvpass_driver_settings *settings,
                                                               const void *pem,
                                                               size_t pem_len,
                                                               tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * A built-in HTTP client. Nothing is sent yet.
 *
 * @param settings borrowed for the call.
 * @param out receives the driver; caller frees with `tvpass_driver_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_driver_new(const tvpass_driver_settings *settings, tvpass_driver **out, tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Frees a driver and closes its connections.
 *
 * @param driver consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_driver_free(tvpass_driver *driver);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Sends a request, once, and waits for the answer.
 *
 * @param driver borrowed for the call.
 * @param request borrowed for the call.
 * @param limit_ms how long it may take in all, in milliseconds; if the settings' total limit is shorter, that one counts. For a call: what is
 *   left until `tvpass_call_deadline_ms`. With 0, nothing is sent, and the status is `TVPASS_STATUS_TRANSPORT_TIMEOUT`.
 * @param out receives the answer, whatever its HTTP status; caller frees with `tvpass_response_free`.
 * @param delivery receives a `TVPASS_DELIVERY_…`, for `tvpass_call_fail`, whatever the status; optional (NULL if it is not wanted).
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, or a common status.
 *
 * Threads: any. Blocks until the answer is there or the time limit runs out, whatever server and proxy do.
 */
tvpass_status tvpass_driver_send_blocking(const tvpass_driver *driver,
                                          const tvpass_request *request,
                                          uint64_t limit_ms,
                                          tvpass_response **out,
                                          tvpass_delivery *delivery,
                                          tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Sends a logout with an access token that the app has, and says what the answer means. No retry, no renewal of the token.
 *
 * @param driver borrowed for the call.
 * @param operation borrowed for the call.
 * @param access_token the token alone, without `Bearer`; copied.
 * @param access_token_len its length in bytes.
 * @param out receives the outcome; caller frees with `tvpass_logout_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`,
 *   `TVPASS_STATUS_THROTTLED`, `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
 *
 * Threads: any. Blocks until the answer is there or the time limit runs out.
 */
tvpass_status tvpass_driver_logout_blocking(const tvpass_driver *driver,
                                            const tvpass_logout_operation *operation,
                                            const char *access_token,
                                            size_t access_token_len,
                                            tvpass_logout **out,
                                            tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Sends a V1 logout. No retry.
 *
 * @param driver borrowed for the call.
 * @param operation borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, a `TVPASS_STATUS_TRANSPORT_…`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`,
 *   `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
 *
 * Threads: any. Blocks until the answer is there or the time limit runs out.
 */
tvpass_status tvpass_driver_logout_v1_blocking(const tvpass_driver *driver,
                                               const tvpass_logout_v1_operation *operation,
                                               tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * A client that keeps its state in a file, and begins with what is there. The file is replaced as a whole, and readable by this user alone.
 * Where it can be read but nothing can be written (a read-only folder, a full disk), it is used all the same, and
 * `tvpass_blocking_client_storage_error` tells what was not stored. While the client lives it holds a lock on the file and on `<file>.lock`:
 * a record lock of this process, which a forked child does not have, so do not use the client there; and which is lost if the process opens
 * and closes these files by itself.
 *
 * @param config borrowed for the call; not of an app that supplies tokens.
 * @param driver borrowed for the call.
 * @param state_file the file's path in UTF-8; its folder exists, and no other process uses it. The path is copied; an empty one, one
 *   with a NUL, or one that ends in a slash is `TVPASS_STATUS_STORAGE_UNREADABLE`.
 * @param state_file_len its length in bytes.
 * @param out receives the client; caller frees with `tvpass_blocking_client_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE` (another process or another client has the file),
 *   `TVPASS_STATUS_STORAGE_UNREADABLE` (the file cannot be read), `TVPASS_STATUS_STORAGE_UNWRITABLE` (there is no file, and none can be
 *   made), `TVPASS_STATUS_STATE_CORRUPT`, `TVPASS_STATUS_STATE_TOO_NEW`, `TVPASS_STATUS_STATE_OF_ANOTHER_APP` (the file is left as it is),
 *   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_blocking_client_open(const tvpass_client_config *config,
                                          const tvpass_driver *driver,
                                          const char *state_file,
                                          size_t state_file_len,
                                          tvpass_blocking_client **out,
                                          tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * A client that disregards what is in the file: its first call registers again, and the user's profiles are gone. The old state is replaced
 * when the new registration is there.
 *
 * @param config borrowed for the call; not of an app that supplies tokens.
 * @param driver borrowed for the call.
 * @param state_file as for `tvpass_blocking_client_open`; copied.
 * @param state_file_len its length in bytes.
 * @param out receives the client; caller frees with `tvpass_blocking_client_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_STORAGE_IN_USE`, `TVPASS_STATUS_STORAGE_UNREADABLE`, `TVPASS_STATUS_STORAGE_UNWRITABLE`,
 *   `TVPASS_STATUS_INVALID_INPUT`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_blocking_client_start_over(const tvpass_client_config *config,
                                                const tvpass_driver *driver,
                                                const char *state_file,
                                                size_t state_file_len,
                                                tvpass_blocking_client **out,
                                                tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Frees a client, and with it what was borrowed from it. Waits for a save that is under way: afterwards the state is stored and the file may be
 * opened again.
 *
 * @param blocking_client consumed; NULL does nothing.
 *
 * Threads: one at a time per handle: no other thread may be using the client.
 */
void tvpass_blocking_client_free(tvpass_blocking_client *blocking_client);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * The client inside, for its state, support report and events. Calls that are started with it directly are the caller's to drive.
 *
 * @param blocking_client borrowed.
 * @return Borrowed from `blocking_client`, until that is freed. NULL for NULL. Not to be freed.
 *
 * Threads: any.
 */
const tvpass_client *tvpass_blocking_client_client(const tvpass_blocking_client *blocking_client);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * The time on this client's scale, for functions of the client inside that take one.
 *
 * @param blocking_client borrowed.
 * @return In milliseconds since the client was made; 0 for NULL.
 *
 * Threads: any.
 */
uint64_t tvpass_blocking_client_now_ms(const tvpass_blocking_client *blocking_client);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Logs out, with registration, token, pacing and retries as needed.
 *
 * @param blocking_client borrowed for the call.
 * @param parameters borrowed for the call.
 * @param cancellation optional, borrowed for the call: one of this client's, which ends the logout early. NULL for none.
 * @param out receives the outcome; caller frees with `tvpass_logout_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`; any other: why the logout failed.
 *
 * Threads: any. Blocks until the logout is done, at the latest until its deadline, also if server, proxy or disk are slow: a request that is
 * out is given up; a save that has begun goes on in a thread of the library's. An event callback that blocks is waited for.
 */
tvpass_status tvpass_blocking_client_logout_blocking(const tvpass_blocking_client *blocking_client,
                                                     const tvpass_logout_parameters *parameters,
                                                     const tvpass_cancellation *cancellation,
                                                     tvpass_logout **out,
                                                     tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Why the state could not be stored the last time: if the process ends now, the next start registers again.
 *
 * @param blocking_client borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK` if it was stored, or nothing was to be; `TVPASS_STATUS_STORAGE_UNWRITABLE`; `TVPASS_STATUS_STORAGE_IN_USE` if
 *   another process has taken the file; or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_blocking_client_storage_error(const tvpass_blocking_client *blocking_client,
                                                   tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Something to end logouts with.
 *
 * @param blocking_client borrowed for the call; whose logouts it will end.
 * @param out receives the cancellation; caller frees with `tvpass_cancellation_free`.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any.
 */
tvpass_status tvpass_cancellation_new(const tvpass_blocking_client *blocking_client,
                                      tvpass_cancellation **out,
                                      tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Ends the logouts that it was passed to, at once, and every later one that it is passed to. A request that is out is given up and its connection
 * closed. The service may still act on it: a later logout that finds no profile is `TVPASS_LOGOUT_ACTION_INVALID_AFTER_LOST_ANSWER` then.
 *
 * @param cancellation borrowed for the call.
 * @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
 * @return `TVPASS_STATUS_OK`, or a common status.
 *
 * Threads: any; that is what it is for.
 */
tvpass_status tvpass_cancellation_cancel(const tvpass_cancellation *cancellation,
                                         tvpass_error **error);
#endif

#if defined(TVPASS_HAS_UREQ)
/**
 * Frees a cancellation. Logouts that it was passed to go on.
 *
 * @param cancellation consumed; NULL does nothing.
 *
 * Threads: one at a time per handle.
 */
void tvpass_cancellation_free(tvpass_cancellation *cancellation);
#endif

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TVPASS_H */
