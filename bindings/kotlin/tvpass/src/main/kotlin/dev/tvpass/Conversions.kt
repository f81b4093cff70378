package dev.tvpass

import dev.tvpass.internal.ClientConfig
import dev.tvpass.internal.Device
import dev.tvpass.internal.Extras
import dev.tvpass.internal.HttpHeader
import dev.tvpass.internal.TransportFailureKind
import dev.tvpass.internal.DeviceIdentifier as CoreDeviceIdentifier
import dev.tvpass.internal.DeviceInfo as CoreDeviceInfo
import dev.tvpass.internal.HttpRequest as CoreHttpRequest
import dev.tvpass.internal.HttpResponse as CoreHttpResponse
import dev.tvpass.internal.TokenSource as CoreTokenSource
import dev.tvpass.internal.TransportFailure as CoreTransportFailure

internal fun TvPassConfig.toCore(): ClientConfig = ClientConfig(
    base = environment.baseUrl,
    v1Base = environment.v1BaseUrl,
    tokenSource = when (tokenSource) {
        is TokenSource.Registration -> CoreTokenSource.Registration(tokenSource.softwareStatement, tokenSource.redirectUri)
        is TokenSource.App -> CoreTokenSource.App
    },
    extras = userAgent.let { agent -> RequestExtras { userAgent = agent } }.toCore(),
    pacing = paced,
    persistence = tokenSource is TokenSource.Registration,
    registerAgain = registerAgain,
    attemptTimeoutMs = attemptTimeoutMillis.coerceAtLeast(0).toULong(),
    events = eventListener != null,
)

internal fun coreDevice(identifier: DeviceIdentifier, info: DeviceInfo): Device {
    val text = when {
        identifier.isHashed -> CoreDeviceIdentifier.OsIdentifier(identifier.text)
        else -> CoreDeviceIdentifier.Text(identifier.text)
    }
    return Device(text, info.toCore())
}

private fun DeviceInfo.toCore(): CoreDeviceInfo = CoreDeviceInfo(
    primaryHardwareType = primaryHardwareType,
    model = model,
    version = version,
    manufacturer = manufacturer,
    vendor = vendor,
    osName = osName,
    osFamily = osFamily,
    osVendor = osVendor,
    osVersion = osVersion,
    browserName = null,
    browserVendor = null,
    browserVersion = null,
    userAgent = userAgent,
    displayWidth = displayWidth?.coerceAtLeast(0)?.toUInt(),
    displayHeight = displayHeight?.coerceAtLeast(0)?.toUInt(),
    displayPpi = displayPpi?.coerceAtLeast(0)?.toUInt(),
    diagonalScreenSize = diagonalScreenSize,
    connectionIp = connectionIp,
    // Out of range becomes 0, which the core refuses by name.
    connectionPort = connectionPort?.let { if (it in 1..UShort.MAX_VALUE.toInt()) it.toUShort() else 0u },
    connectionType = connectionType,
    connectionSecure = connectionSecure,
    applicationId = applicationId,
)

internal fun RequestExtras.toCore(): Extras = Extras(
    subjectToken = subjectToken,
    rokuConnectToken = rokuConnectToken,
    serviceToken = serviceToken,
    partnerFrameworkStatus = partnerFrameworkStatus?.core,
    tempPassIdentity = tempPassIdentity?.core,
    visitorIdentifier = visitorIdentifier,
    forwardedFor = forwardedFor,
    userAgent = userAgent,
)

internal fun CoreHttpRequest.toPublic(): HttpRequest =
    HttpRequest(method, url, headers.map { header: HttpHeader -> header.name to header.value }, body ?: ByteArray(0), shownUrl)

internal fun HttpResponse.toCore(): CoreHttpResponse {
    fun header(name: String) = headers.firstOrNull { it.first.equals(name, ignoreCase = true) }?.second
    return CoreHttpResponse(
        status = status.coerceIn(0, UShort.MAX_VALUE.toInt()).toUShort(),
        contentType = header("Content-Type"),
        retryAfter = header("Retry-After"),
        date = header("Date"),
        body = body,
    )
}

internal fun TransportFailure.toCore(): CoreTransportFailure = CoreTransportFailure(
    kind = when (kind) {
        TransportFailure.Kind.DNS -> TransportFailureKind.DNS
        TransportFailure.Kind.CONNECT -> TransportFailureKind.CONNECT
        TransportFailure.Kind.TLS -> TransportFailureKind.TLS
        TransportFailure.Kind.TIMEOUT -> TransportFailureKind.TIMEOUT
        TransportFailure.Kind.CONNECTION_LOST -> TransportFailureKind.CONNECTION_LOST
        TransportFailure.Kind.RESPONSE_TOO_LARGE -> TransportFailureKind.RESPONSE_TOO_LARGE
        TransportFailure.Kind.REFUSED -> TransportFailureKind.REFUSED
        TransportFailure.Kind.PROTOCOL -> TransportFailureKind.PROTOCOL
        TransportFailure.Kind.CANCELLED, TransportFailure.Kind.OTHER -> TransportFailureKind.OTHER
    },
    delivery = if (possiblyDelivered) RequestDelivery.POSSIBLE else RequestDelivery.NOT_SENT,
    message = message.orEmpty(),
)
