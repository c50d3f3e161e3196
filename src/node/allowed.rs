//! Leave to ask one node. This module is the only place where an address turns into somebody to be asked: without one of these
//! nothing travels ([`Ports::node`](crate::session::ports::Ports::node) takes no other), and the edge asks it once more about every URL.

use super::url::NodeUrl;

/// Where the questions of `concordium.v2.Queries` are posted, below the origin of a node.
const SERVICE: &str = "/concordium.v2.Queries/";

/// A node that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed(NodeUrl);

impl Allowed {
    /// A node on the list that is being worked with: made by [`Roster::allowed`](super::Roster::allowed) alone.
    pub(super) const fn on_the_list(url: NodeUrl) -> Self {
        Self(url)
    }

    /// What a person has typed just now, to be tested before it comes on the list.
    ///
    /// # Errors
    /// See [`NodeUrl::parse`].
    pub fn to_be_tested(typed: &str) -> Result<Self, super::NodeUrlError> {
        NodeUrl::parse(typed).map(Self)
    }

    /// Where it is.
    #[must_use]
    pub const fn url(&self) -> &NodeUrl {
        &self.0
    }

    /// Whether a request to this URL goes to that node, with a question or to see whether anybody is there.
    #[must_use]
    pub fn admits(&self, target: &str) -> bool {
        target.strip_prefix(self.0.origin()).is_some_and(|path| {
            let is_method = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            path == "/" || path.strip_prefix(SERVICE).is_some_and(is_method)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ListMethod, Method};
    use super::*;

    #[test]
    fn only_the_node_itself_is_asked_and_only_what_a_node_is_asked() {
        let node = Allowed::to_be_tested("https://node.example.com:20000").unwrap();
        let paths = Method::ALL.map(Method::path).into_iter().chain(ListMethod::ALL.map(ListMethod::path));
        for path in paths.chain(["/"]) {
            assert!(node.admits(&node.url().endpoint(path)), "{path}");
        }
        for other in [
            "https://node.example.com:20000",
            "https://node.example.com:20000/concordium.v2.Queries/",
            "https://node.example.com:20000/concordium.v2.Queries/Get/../x",
            "https://node.example.com:20000/concordium.v2.Queries/GetAccountInfo?x",
            "https://node.example.com:200001/concordium.v2.Queries/GetAccountInfo",
            "https://node.example.com:20000.example.org/concordium.v2.Queries/GetAccountInfo",
            "https://node.example.com:20000@example.org/concordium.v2.Queries/GetAccountInfo",
            "http://node.example.com:20000/concordium.v2.Queries/GetAccountInfo",
            "https://example.org/concordium.v2.Queries/GetAccountInfo",
            "/concordium.v2.Queries/GetAccountInfo",
        ] {
            assert!(!node.admits(other), "{other}");
        }
    }
}
