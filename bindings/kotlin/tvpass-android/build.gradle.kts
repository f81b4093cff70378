// One AAR of both modules. The native libraries are those that
// `cargo xtask dist kotlin` leaves in target/kotlin/aar/jni.
import org.jetbrains.kotlin.gradle.dsl.JvmTarget
import org.jetbrains.kotlin.gradle.dsl.KotlinVersion

plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
    `maven-publish`
}

group = "dev.tvpass"
version = "0.1.0"

android {
    namespace = "dev.tvpass.android"
    compileSdk = 35
    ndkVersion = "28.0.12674087"

    defaultConfig {
        minSdk = 24
        consumerProguardFiles("../tvpass/src/main/resources/META-INF/proguard/tvpass.pro")
    }

    sourceSets.getByName("main") {
        manifest.srcFile("src/main/AndroidManifest.xml")
        kotlin.srcDirs("src/main/kotlin", "../tvpass/src/main/kotlin", "../generated")
        jniLibs.srcDirs("../../../target/kotlin/aar/jni")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    publishing {
        singleVariant("release") { withSourcesJar() }
    }
}

kotlin {
    explicitApi()
    jvmToolchain(17)
    compilerOptions {
        // Or the toolchain's version counts, which is more than the Java side of this build makes.
        jvmTarget.set(JvmTarget.JVM_11)
        // As Maven's: apps with Kotlin 2.1 can read it.
        languageVersion.set(KotlinVersion.KOTLIN_2_1)
        apiVersion.set(KotlinVersion.KOTLIN_2_1)
    }
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.10.2")
    implementation("net.java.dev.jna:jna:5.17.0@aar")
    // For apps that use OkHttp; they bring it.
    compileOnly("com.squareup.okhttp3:okhttp:4.12.0")
}

publishing {
    publications {
        register<MavenPublication>("release") {
            afterEvaluate { from(components["release"]) }
        }
    }
}
