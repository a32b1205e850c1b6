/// Masks what the policy wants masked, before any other step sees or keeps it.
package struct PrivacyStep: PostStep {
    package let name = "privacy"
    package let version = 1
    private let policy: PrivacyPolicy

    /// Makes the step.
    package init(_ policy: PrivacyPolicy = PrivacyPolicy()) { self.policy = policy }

    package func prepare(_ read: inout ReadPost) {
        let masked = policy.masking(read.post.text)
        read.post.text = masked.text
        read.personalData = masked.found
        read.post.author = read.post.author.map { policy.name(for: $0) }
    }
}
