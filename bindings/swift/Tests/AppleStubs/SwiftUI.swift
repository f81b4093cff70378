// Stands in for the part of Apple's SwiftUI that the account screen uses: declarations alone.
@_exported import Combine
@_exported import Foundation

public typealias CGFloat = Foundation.CGFloat

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError() }
}

/// A view without a body of its own.
public protocol Primitive: View where Body == Never {}

extension Primitive {
    public var body: Never { fatalError() }
}

public struct EmptyView: Primitive { public nonisolated init() {} }
public struct TupleView<T>: Primitive { nonisolated init(_ value: T) {} }
public struct _ConditionalContent<A: View, B: View>: Primitive { nonisolated init() {} }
public struct AnyModified<Content: View>: Primitive { nonisolated init() {} }

@resultBuilder
public struct ViewBuilder {
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: View>(_ content: repeat each Content) -> TupleView<(repeat each Content)> {
        TupleView((repeat each content))
    }
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildEither<A: View, B: View>(first: A) -> _ConditionalContent<A, B> { .init() }
    public static func buildEither<A: View, B: View>(second: B) -> _ConditionalContent<A, B> { .init() }
    public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildLimitedAvailability<Content: View>(_ content: Content) -> AnyModified<Content> { .init() }
}

extension Optional: View where Wrapped: View {
    public var body: Never { fatalError() }
}

public struct LocalizedStringKey: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {}
}

public struct Text: Primitive {
    public nonisolated init(_ key: LocalizedStringKey) {}
    @_disfavoredOverload public nonisolated init<S: StringProtocol>(_ content: S) {}
    public nonisolated func font(_ font: Font?) -> Text { self }
}

public struct Font: Sendable {
    public enum Weight: Sendable { case bold }
    public enum Design: Sendable { case monospaced }
    public static let footnote = Font()
    public static func system(size: CGFloat, weight: Weight? = nil, design: Design? = nil) -> Font { Font() }
}

public struct Color: Primitive, ShapeStyle, Sendable {
    public static let black = Color(), white = Color()
}

public protocol ShapeStyle: Sendable {}

public struct Path: Sendable {
    public init() {}
    public mutating func addRect(_ rect: CGRect) {}
}

public protocol Shape: View, Sendable {
    nonisolated func path(in rect: CGRect) -> Path
}

extension Shape {
    public var body: Never { fatalError() }
    public nonisolated func fill<S: ShapeStyle>(_ content: S) -> AnyModified<Self> { .init() }
}

@propertyWrapper
public struct Binding<Value> {
    public init() {}
    public var wrappedValue: Value {
        get { fatalError() }
        nonmutating set {}
    }
}

public struct TextField<Label: View>: Primitive {}

extension TextField where Label == Text {
    public nonisolated init(_ titleKey: LocalizedStringKey, text: Binding<String>) {}
}

public struct ScrollView<Content: View>: Primitive {
    public nonisolated init(@ViewBuilder content: () -> Content) {}
}

public struct VerticalAlignment: Sendable { public static let center = VerticalAlignment() }

public struct HStack<Content: View>: Primitive {
    public nonisolated init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}

public struct Button<Label: View>: Primitive {
    public nonisolated init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
}

extension Button where Label == Text {
    public nonisolated init(_ titleKey: LocalizedStringKey, action: @escaping @MainActor () -> Void) {}
    @_disfavoredOverload public nonisolated init<S: StringProtocol>(_ title: S, action: @escaping @MainActor () -> Void) {}
}

public struct ProgressView<Label: View>: Primitive {}

extension ProgressView where Label == Text {
    public nonisolated init(_ titleKey: LocalizedStringKey) {}
}

public struct HorizontalAlignment: Sendable { public static let center = HorizontalAlignment() }

public struct VStack<Content: View>: Primitive {
    public nonisolated init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}

public struct Group<Content: View>: Primitive {
    public nonisolated init(@ViewBuilder content: () -> Content) {}
}

public struct ForEach<Data: RandomAccessCollection, ID: Hashable, Content: View>: Primitive {
    public nonisolated init(_ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content) {}
}

extension View {
    public nonisolated func padding() -> AnyModified<Self> { .init() }
    public nonisolated func frame(maxWidth: CGFloat? = nil, maxHeight: CGFloat? = nil) -> AnyModified<Self> { .init() }
    public nonisolated func frame(width: CGFloat? = nil, height: CGFloat? = nil) -> AnyModified<Self> { .init() }
    public nonisolated func background<S: ShapeStyle>(_ style: S) -> AnyModified<Self> { .init() }
    public nonisolated func accessibilityHidden(_ hidden: Bool) -> AnyModified<Self> { .init() }
    public nonisolated func accessibilityLabel<S: StringProtocol>(_ label: S) -> AnyModified<Self> { .init() }
    public nonisolated func task(
        priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> AnyModified<Self> { .init() }
    public nonisolated func task<T: Equatable>(
        id value: T, priority: TaskPriority = .userInitiated,
        @_inheritActorContext _ action: @escaping @Sendable () async -> Void
    ) -> AnyModified<Self> { .init() }
}

@MainActor @preconcurrency @propertyWrapper
public struct StateObject<ObjectType: ObservableObject> {
    nonisolated public init(wrappedValue thunk: @autoclosure @escaping () -> ObjectType) {}
    public var wrappedValue: ObjectType { fatalError() }
}

@propertyWrapper
public struct State<Value> {
    let value: Value
    public init(wrappedValue value: Value) { self.value = value }
    public var wrappedValue: Value {
        get { value }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { Binding() }
}

extension State where Value: ExpressibleByNilLiteral {
    public init() { self.init(wrappedValue: nil) }
}

@MainActor @preconcurrency public protocol Scene {
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: Scene {}

@resultBuilder
public struct SceneBuilder {
    public static func buildBlock<Content: Scene>(_ content: Content) -> Content { content }
}

public struct WindowGroup<Content: View>: Scene {
    public init(@ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

@MainActor @preconcurrency public protocol App {
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Body { get }
    @MainActor @preconcurrency init()
}

extension App {
    @MainActor @preconcurrency public static func main() {}
}
