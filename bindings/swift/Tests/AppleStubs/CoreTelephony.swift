// Stands in for Apple's CoreTelephony: a mobile connection by LTE.
import Foundation

open class CTTelephonyNetworkInfo: NSObject {
    open var serviceCurrentRadioAccessTechnology: [String: String]? { ["0000000100000001": "CTRadioAccessTechnologyLTE"] }
    open var dataServiceIdentifier: String? { "0000000100000001" }
}
