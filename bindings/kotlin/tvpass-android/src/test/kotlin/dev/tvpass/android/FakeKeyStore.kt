package dev.tvpass.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/** Stands in for Android's key store, which the JVM has not: keys by alias, made as their specification says. */
internal object FakeKeyStore {
    val keys: MutableMap<String, SecretKey> = Collections.synchronizedMap(mutableMapOf())
    val specs: MutableMap<String, KeyGenParameterSpec> = Collections.synchronizedMap(mutableMapOf())

    fun install() {
        keys.clear()
        specs.clear()
        Security.removeProvider(NAME)
        Security.addProvider(AndroidKeyStoreProvider())
    }

    const val NAME = "AndroidKeyStore"
}

internal class AndroidKeyStoreProvider : Provider(FakeKeyStore.NAME, "1", "a stand-in") {
    init {
        putService(service("KeyStore", FakeKeyStore.NAME) { Store() })
        putService(service("KeyGenerator", KeyProperties.KEY_ALGORITHM_AES) { Generator() })
    }

    private fun service(type: String, algorithm: String, make: () -> Any) =
        object : Service(this, type, algorithm, "dev.tvpass.android.$type", null, null) {
            override fun newInstance(parameter: Any?) = make()
        }
}

private class Generator : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

    override fun engineInit(keySize: Int, random: SecureRandom?) = throw UnsupportedOperationException()

    override fun engineInit(parameters: AlgorithmParameterSpec, random: SecureRandom?) {
        spec = parameters as KeyGenParameterSpec
    }

    override fun engineGenerateKey(): SecretKey {
        val key = KeyGenerator.getInstance("AES", "SunJCE").apply { init(spec.keySize) }.generateKey()
        FakeKeyStore.keys[spec.keystoreAlias] = key
        FakeKeyStore.specs[spec.keystoreAlias] = spec
        return key
    }
}

private class Store : KeyStoreSpi() {
    override fun engineLoad(stream: InputStream?, password: CharArray?) = require(stream == null && password == null)

    override fun engineGetKey(alias: String, password: CharArray?): Key? = FakeKeyStore.keys[alias]

    override fun engineContainsAlias(alias: String) = alias in FakeKeyStore.keys

    override fun engineAliases(): Enumeration<String> = Collections.enumeration(FakeKeyStore.keys.keys)

    override fun engineSize() = FakeKeyStore.keys.size

    override fun engineIsKeyEntry(alias: String) = engineContainsAlias(alias)

    override fun engineIsCertificateEntry(alias: String) = false

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

    override fun engineGetCertificate(alias: String): Certificate? = null

    override fun engineGetCertificateAlias(certificate: Certificate): String? = null

    override fun engineGetCreationDate(alias: String): Date? = null

    override fun engineDeleteEntry(alias: String) {
        FakeKeyStore.keys.remove(alias)
    }

    override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) =
        throw UnsupportedOperationException()

    override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) = throw UnsupportedOperationException()

    override fun engineSetCertificateEntry(alias: String, certificate: Certificate) = throw UnsupportedOperationException()

    override fun engineStore(stream: OutputStream?, password: CharArray?) = throw UnsupportedOperationException()
}
