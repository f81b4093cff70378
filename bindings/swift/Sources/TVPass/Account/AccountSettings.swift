import Foundation

/// What an app tells about itself once, for all of its flows.
public struct AccountSettings: Sendable, Hashable {
    /// The service provider (requestor), e.g. `REF30`. `nil`: the configuration's.
    public var serviceProvider: String?
    /// The app's domain, as it is registered with Adobe (`domainName`). Without it, a session lacks
    /// it, and a second screen has to supply it.
    public var domainName: String?
    /// Where user agents end up, of sign-ins and of logouts (`redirectUrl`): https on a registered
    /// domain is what Adobe documents. Signing in with a browser on this device and signing out
    /// need it.
    public var redirectURL: URL?
    /// The programmer's page where a code is typed in on a second screen.
    public var activationPage: ActivationPage?
    /// Headers about the user: single sign-on tokens and the visitor identifier. Each request
    /// carries those that Adobe lists for it.
    public var extras: RequestExtras
    /// The ids of MVPDs that pickers leave out: test entries. No answer of Adobe's marks them;
    /// TempPass, which is marked, is left out anyway.
    public var hiddenMVPDs: [String]

    public init(
        serviceProvider: String? = nil, domainName: String? = nil, redirectURL: URL? = nil,
        activationPage: ActivationPage? = nil, extras: RequestExtras = RequestExtras(), hiddenMVPDs: [String] = []
    ) {
        self.serviceProvider = serviceProvider
        self.domainName = domainName
        self.redirectURL = redirectURL
        self.activationPage = activationPage
        self.extras = extras
        self.hiddenMVPDs = hiddenMVPDs
    }

    func core(_ configured: String) -> AccountInput {
        AccountInput(
            serviceProvider: serviceProvider ?? configured, domainName: domainName,
            redirectURL: redirectURL?.absoluteString, activationPage: activationPage?.core, extras: extras.core,
            hiddenMVPDs: hiddenMVPDs)
    }
}

/// The page on which a user types the code that a TV shows: the programmer's own, for a second
/// screen.
public struct ActivationPage: Sendable, Hashable {
    /// The page's absolute https URL, without a fragment, e.g. `https://example.com/tv`. The QR
    /// code has it with the code as a parameter.
    public var url: URL
    /// The name of that parameter.
    public var parameter: String
    /// The address to show, if it is not the URL without `https://`.
    public var shownAs: String?

    public init(_ url: URL, parameter: String = "code", shownAs: String? = nil) {
        self.url = url
        self.parameter = parameter
        self.shownAs = shownAs
    }

    fileprivate var core: ActivationPageInput {
        ActivationPageInput(url: url.absoluteString, parameter: parameter, shownAs: shownAs)
    }
}

/// How a sign-in is to go: where the user sees the MVPD's login page, and where the MVPD is chosen.
///
/// ```swift
/// account.signIn()                                   // on a second screen
/// account.signIn(.browser)                           // in a browser on this device
/// account.signIn(.secondScreen.with(mvpd: "Dish"))   // *still with Dish?* – *yes*
/// ```
public struct SignInOptions: Sendable, Hashable {
    /// Where the user sees the MVPD's login page.
    public enum Method: Sendable, Hashable {
        /// On a second screen, by a code and a QR code.
        case secondScreen
        /// In a browser, or a view with one, on this device.
        case browser
    }

    /// Where the user sees the MVPD's login page.
    public var method: Method
    /// With this MVPD: the user has chosen it already, or confirmed the one of last time. `nil`:
    /// the user chooses.
    public var mvpd: String?
    /// Leaves the choice of the MVPD to the second screen, on the programmer's
    /// ``AccountSettings/activationPage``.
    public var isChosenOnSecondScreen = false
    /// Tries single sign-on with Apple's framework first. Whatever fails there leads to the sign-in
    /// that these options are for.
    public var triesPartnerFirst = false
    /// Whether a new code replaces one that is about to end, while the screen is open.
    public var renewsCodes = true
    /// How long codes are renewed, in seconds; `nil`: two hours. The code that is shown then is the
    /// last one.
    public var openFor: TimeInterval?
    /// The pause between the end of a poll and the next one, in seconds; `nil`: five. Adobe allows
    /// three or more.
    public var pollInterval: TimeInterval?

    public init(_ method: Method, mvpd: String? = nil) {
        self.method = method
        self.mvpd = mvpd
    }

    /// On a second screen. The MVPD is chosen on this device.
    public static var secondScreen: SignInOptions { SignInOptions(.secondScreen) }
    /// In a browser on this device. The MVPD is chosen on this device.
    public static var browser: SignInOptions { SignInOptions(.browser) }

    /// The same with this MVPD.
    public func with(mvpd: String?) -> SignInOptions {
        var options = self
        options.mvpd = mvpd
        return options
    }

    var core: SignInWish {
        SignInWish(
            method: method == .browser ? .browser : .secondScreen, mvpd: mvpd,
            chosenOnSecondScreen: isChosenOnSecondScreen, partnerFirst: triesPartnerFirst, renewCodes: renewsCodes,
            openForMs: openFor.map(milliseconds), pollIntervalMs: pollInterval.map(milliseconds))
    }
}

/// By which MVPD something is watched.
public struct Access: Sendable, Hashable {
    /// Its id; `nil`: that of a status's `current`.
    public let mvpd: String?
    /// Whose promotional TempPass it is.
    public let identity: TempPassIdentity?

    /// As a status's `current`, unless that is temporary access; if there is none, the user has to
    /// sign in.
    public static let current = Access(mvpd: nil, identity: nil)

    /// By this MVPD: one of several profiles, or a basic TempPass.
    public static func mvpd(_ mvpd: String) -> Access { Access(mvpd: mvpd, identity: nil) }

    /// By this promotional TempPass, of this user.
    public static func tempPass(_ mvpd: String, identity: TempPassIdentity) -> Access {
        Access(mvpd: mvpd, identity: identity)
    }

    var core: AccessInput { AccessInput(mvpd: mvpd, identity: identity?.core) }
}

func milliseconds(_ seconds: TimeInterval) -> UInt64 { UInt64(max(0, min(seconds, 1e9)) * 1000) }
