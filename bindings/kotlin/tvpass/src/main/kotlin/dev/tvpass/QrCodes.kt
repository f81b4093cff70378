@file:JvmName("QrCodes")

package dev.tvpass

/**
 * The QR code of a sign-in's link.
 *
 * @throws TvPassException.InvalidInput the link is too long for one: 2,331 bytes.
 */
public fun SignInLink.qrMatrix(): QrMatrix = qrMatrixOf(url)

/**
 * The QR code of a URL, such as that of a logout on a device without a browser.
 *
 * @throws TvPassException.InvalidInput the URL is too long for one: 2,331 bytes.
 */
public fun qrMatrixOf(url: String): QrMatrix = core { dev.tvpass.internal.qrMatrix(url) }

/** Whether the module in this column and row, counted from 0 at the top left, is dark. Outside of the code all are light. */
public fun QrMatrix.isDark(column: Int, row: Int): Boolean =
    column in 0 until size && row in 0 until size && modules[row * size + column]
