#if canImport(VideoSubscriberAccount) && (os(tvOS) || os(iOS))
import Foundation
import UIKit
import VideoSubscriberAccount

/// Apple's Video Subscriber Account framework, for ``TVPassAccount/signIn(_:partner:)``: single
/// sign-on with the TV provider of the system's settings. It takes the entitlement that Apple gives
/// to TV apps (`com.apple.developer.video-subscriber-single-sign-on`), and
/// `NSVideoSubscriberAccountUsageDescription` in the app's Info.plist.
///
/// When the app comes to the foreground, give ``status()`` to the account.
@MainActor
public final class AppleVideoSubscriberAccount: PartnerFramework {
    private let manager = VSAccountManager()
    private let delegate: Delegate

    /// - Parameter presenter: The view controller over which the framework shows its own, such as
    ///   its picker. If there is none, the user signs in as everywhere.
    public init(presenter: @escaping @MainActor () -> UIViewController?) {
        delegate = Delegate(presenter)
        manager.delegate = delegate
    }

    /// With which provider the user is signed in, or that the app may not know. The system may ask
    /// for permission, once.
    public func status() async -> PartnerFrameworkStatus {
        let (access, permissionError) = await permission()
        var status = PartnerFrameworkStatus(access)
        status.permissionError = permissionError
        guard access == .granted else { return status }
        switch await metadata(question(interrupts: false)) {
        case .success(let found): status.provider = found.provider
        case .failure(let refusal): status.providerError = refusal.failure
        }
        return status
    }

    public func answer(to question: PartnerQuestion) async -> PartnerAnswer {
        switch question {
        case .status:
            return .status(await status())
        case .picker(let providerIDs):
            let request = self.question(interrupts: true)
            request.supportedAccountProviderIdentifiers = providerIDs
            return await chosen(request)
        case .response(let asked, let channelIdentifier):
            let request = self.question(interrupts: true)
            request.channelIdentifier = channelIdentifier
            request.verificationToken = asked.request.exposed
            request.attributeNames = asked.attributeNames
            guard case .success(let found) = await metadata(request), let response = found.response else { return .nothing }
            return .response(.xml(response), status: PartnerFrameworkStatus(.granted, provider: found.provider))
        }
    }

    private func chosen(_ request: VSAccountMetadataRequest) async -> PartnerAnswer {
        switch await metadata(request) {
        case .success(let found):
            return .status(PartnerFrameworkStatus(.granted, provider: found.provider))
        case .failure(let refusal):
            if let providerID = refusal.unsupportedProviderID { return .unsupported(providerID: providerID) }
            return .nothing
        }
    }

    private func question(interrupts: Bool) -> VSAccountMetadataRequest {
        let request = VSAccountMetadataRequest()
        request.includeAccountProviderIdentifier = true
        request.includeAuthenticationExpirationDate = true
        request.isInterruptionAllowed = interrupts
        return request
    }

    private func permission() async -> (AccessStatus, PartnerFrameworkStatus.Failure?) {
        let first = FirstValue<(AccessStatus, PartnerFrameworkStatus.Failure?)>()
        return await withTaskCancellationHandler {
            // The framework says nothing about the thread on which it calls back.
            manager.checkAccessStatus(options: [.prompt: true]) { @Sendable status, error in
                first.send((AccessStatus(status), error.map { Refusal($0).failure }))
            }
            return await first.value
        } onCancel: {
            first.send((.notDetermined, nil))
        }
    }

    private func metadata(_ request: VSAccountMetadataRequest) async -> Result<Found, Refusal> {
        let first = FirstValue<Result<Found, Refusal>>()
        let asked = Asked()
        return await withTaskCancellationHandler {
            asked.result = manager.enqueue(request) { @Sendable metadata, error in
                if let metadata {
                    first.send(.success(Found(metadata)))
                } else {
                    first.send(.failure(Refusal(error)))
                }
            }
            return await first.value
        } onCancel: {
            first.send(.failure(Refusal(nil)))
            Task { @MainActor in asked.result?.cancel() }
        }
    }

    /// What the framework is doing.
    @MainActor
    private final class Asked {
        var result: VSAccountManagerResult?
    }

    /// What the framework has said, of what is asked for.
    private struct Found: Sendable {
        let provider: PartnerFrameworkStatus.Provider?
        let response: SecretText?

        init(_ metadata: VSAccountMetadata) {
            provider = metadata.accountProviderIdentifier.map {
                PartnerFrameworkStatus.Provider(id: $0, expirationDate: metadata.authenticationExpirationDate)
            }
            response = metadata.samlAttributeQueryResponse.map { SecretText($0) }
        }
    }

    /// Why it has said nothing.
    private struct Refusal: Error {
        let failure: PartnerFrameworkStatus.Failure
        let unsupportedProviderID: String?

        init(_ error: (any Error)?) {
            let error = error.map { $0 as NSError }
            failure = PartnerFrameworkStatus.Failure(
                code: error.map { "\($0.code)" } ?? "", message: error?.localizedDescription ?? "cancelled")
            let isUnsupported = error?.domain == VSErrorDomain && error?.code == Refusal.unsupportedProvider
            unsupportedProviderID =
                isUnsupported ? error?.userInfo[VSErrorInfoKeyUnsupportedProviderIdentifier] as? String : nil
        }

        /// `VSErrorCodeUnsupportedProvider`.
        private static let unsupportedProvider = 1
    }

    /// Shows what the framework wants to show.
    private final class Delegate: NSObject, VSAccountManagerDelegate {
        private let presenter: @MainActor () -> UIViewController?

        init(_ presenter: @escaping @MainActor () -> UIViewController?) { self.presenter = presenter }

        func accountManager(_ accountManager: VSAccountManager, present viewController: UIViewController) {
            let presenter = presenter
            Task { @MainActor in presenter()?.present(viewController, animated: true, completion: nil) }
        }

        func accountManager(_ accountManager: VSAccountManager, dismiss viewController: UIViewController) {
            Task { @MainActor in viewController.dismiss(animated: true, completion: nil) }
        }
    }
}

extension AccessStatus {
    /// Apple's status.
    init(_ status: VSAccountAccessStatus) {
        self =
            if status == .granted {
                .granted
            } else if status == .denied {
                .denied
            } else if status == .restricted {
                .restricted
            } else if status == .notDetermined {
                .notDetermined
            } else {
                .undocumented("\(status.rawValue)")
            }
    }
}
#endif
