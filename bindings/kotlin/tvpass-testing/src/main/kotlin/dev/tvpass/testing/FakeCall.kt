package dev.tvpass.testing

/**
 * One use of a [FakeTvPass].
 *
 * @property function the function's name, such as `authorize`.
 * @property mvpd the MVPD that it was given.
 * @property code the session's code that it was given.
 * @property resources the resources that it was given.
 */
public class FakeCall internal constructor(
    public val function: String,
    public val mvpd: String? = null,
    public val code: String? = null,
    public val resources: List<String> = emptyList(),
) {
    /** The function and what it was given, such as `logout(Cablevision)`. */
    override fun toString(): String = "$function(${(listOfNotNull(mvpd, code) + resources).joinToString()})"
}
