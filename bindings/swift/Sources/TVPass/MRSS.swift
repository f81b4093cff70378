/// Writes a resource in Media RSS, for MVPDs that want to know more than the channel. Characters
/// that XML reserves are escaped; there is no CDATA, which preauthorization does not take.
public struct MRSS: Sendable, Hashable {
    /// A rating for parental control.
    public struct Rating: Sendable, Hashable {
        /// The scheme, such as `urn:v-chip`.
        public var scheme: String
        /// The rating, such as `TV-14`.
        public var rating: String

        public init(scheme: String, rating: String) {
            self.scheme = scheme
            self.rating = rating
        }
    }

    /// The channel (`channel/title`).
    public var channel: String
    /// The title of what is shown (`item/title`).
    public var itemTitle: String?
    /// The identifier of what is shown (`item/guid`).
    public var itemGUID: String?
    /// Ratings for parental control, in different schemes.
    public var ratings: [Rating] = []

    public init(channel: String) {
        self.channel = channel
    }

    /// The resource, for `preauthorize` and `authorize`. Throws a ``TVPassError`` if a text is
    /// empty or has characters that XML cannot carry.
    public func resource() throws -> String {
        let ratings = ratings.map { MrssRating(scheme: $0.scheme, rating: $0.rating) }
        return try core {
            try mrssResource(channel: channel, itemTitle: itemTitle, itemGuid: itemGUID, ratings: ratings)
        }
    }
}
