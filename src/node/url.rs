//! The address of a node as a person types it, brought to one form: `https://host[:port]`. Whether anybody answers there is
//! not known.

use std::fmt;
use std::net::Ipv6Addr;

use crate::fault::Explain;

/// Longest text worth reading, in bytes: the longest host name, a scheme, a port, and some room.
pub const MAX_URL: usize = 300;
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// Where browsers refuse to go (Fetch Standard, “port blocking”), in order.
const BLOCKED_PORTS: [u16; 83] = [
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
    540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
    6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 10081,
];

/// Origin of a node, normalised: lower case, no default port, no path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeUrl(String);

/// Why a text is not the address of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Explain)]
#[code(party = User)]
pub enum NodeUrlError {
    /// Nothing was typed.
    #[error("no address")]
    #[code("node-url-empty")]
    Empty,
    /// Longer than [`MAX_URL`].
    #[error("longer than {MAX_URL} bytes")]
    #[code("node-url-too-long", limit = MAX_URL)]
    TooLong,
    /// Begins with something else than `https://` or `http://`.
    #[error("neither https:// nor http:// in front")]
    #[code("node-url-scheme")]
    Scheme,
    /// Plain `http://` to another computer: everybody on the way could read and change the answers.
    #[error("plain http to another computer")]
    #[code("node-url-insecure")]
    Insecure,
    /// A user name or password in front of the host.
    #[error("a user name or password in the address")]
    #[code("node-url-credentials")]
    Credentials,
    /// A path, query or fragment after the host.
    #[error("something after the host")]
    #[code("node-url-path")]
    Path,
    /// The host is not a host name or address (international names: in their `xn--` form).
    #[error("not a host name")]
    #[code("node-url-host")]
    Host,
    /// The port is not a number from 1 to 65535.
    #[error("not a port")]
    #[code("node-url-port")]
    Port,
    /// A port that every browser refuses to go to, because other services live there.
    #[error("a port that browsers refuse")]
    #[code("node-url-port-blocked")]
    BlockedPort,
}

impl NodeUrl {
    /// Reads what a person typed; spaces around it and one slash at the end are forgiven. Without a scheme it is `http://` for this
    /// computer, where nodes have no certificate, and `https://` for any other.
    ///
    /// # Errors
    /// See [`NodeUrlError`].
    pub fn parse(typed: &str) -> Result<Self, NodeUrlError> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(NodeUrlError::Empty);
        }
        if text.len() > MAX_URL {
            return Err(NodeUrlError::TooLong);
        }
        let lower = text.to_ascii_lowercase();
        let (scheme, rest) = match lower.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, lower.as_str()),
        };
        if !matches!(scheme, None | Some("https" | "http")) {
            return Err(NodeUrlError::Scheme);
        }
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#', '\\']) {
            return Err(NodeUrlError::Path);
        }
        if rest.contains('@') {
            return Err(NodeUrlError::Credentials);
        }
        let (host, port) = split_port(rest)?;
        let host = read_host(host)?;
        let is_here = is_this_computer(&host);
        let (scheme, default_port) = match scheme {
            Some("http") if !is_here => return Err(NodeUrlError::Insecure),
            Some("http") => ("http", 80),
            None if is_here => ("http", 80),
            Some(_) | None => ("https", 443),
        };
        if port.is_some_and(|port| BLOCKED_PORTS.binary_search(&port).is_ok()) {
            return Err(NodeUrlError::BlockedPort);
        }
        Ok(Self(match port {
            Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
            Some(_) | None => format!("{scheme}://{host}"),
        }))
    }

    /// Whether it is on this computer.
    #[must_use]
    pub fn is_this_computer(&self) -> bool {
        let authority = self.0.split_once("://").map_or("", |(_, authority)| authority);
        split_port(authority).is_ok_and(|(host, _)| is_this_computer(host))
    }

    /// Scheme, host and port; no slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Where a question with this path ([`Method::path`], [`ListMethod::path`]) is posted.
    ///
    /// [`Method::path`]: super::Method::path
    /// [`ListMethod::path`]: super::ListMethod::path
    #[must_use]
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl fmt::Display for NodeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), NodeUrlError> {
    // The colons of an IPv6 address stand in brackets.
    let colon = authority.rfind(':').filter(|colon| authority.rfind(']').is_none_or(|bracket| bracket < *colon));
    let Some((host, port)) = colon.and_then(|colon| authority.split_at_checked(colon)) else {
        return Ok((authority, None));
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(NodeUrlError::Port);
    }
    match digits.parse() {
        Ok(0) | Err(_) => Err(NodeUrlError::Port),
        Ok(port) => Ok((host, Some(port))),
    }
}

fn read_host(host: &str) -> Result<String, NodeUrlError> {
    if let Some(inner) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().map_err(|_| NodeUrlError::Host)?;
        return Ok(format!("[{address}]"));
    }
    let label_is_fine = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if host.len() > MAX_HOST || !host.split('.').all(label_is_fine) {
        return Err(NodeUrlError::Host);
    }
    Ok(host.to_owned())
}

fn is_this_computer(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ListMethod, Method};
    use super::*;
    use crate::fault::Coded;
    use crate::model::Network;

    fn origin(typed: &str) -> String {
        NodeUrl::parse(typed).map(|url| url.origin().to_owned()).unwrap_or_else(|error| error.code().to_owned())
    }

    #[test]
    fn one_node_has_one_address() {
        for network in Network::ALL {
            assert_eq!(origin(network.public_node()), network.public_node());
        }
        assert_eq!(origin("  HTTPS://Node.Example.COM:443/ "), "https://node.example.com");
        assert_eq!(origin("https://node.example.com:20000"), "https://node.example.com:20000");
        assert_eq!(origin("https://10.0.0.7:020000"), "https://10.0.0.7:20000");
        assert_eq!(origin("https://[2001:DB8::0001]:20000/"), "https://[2001:db8::1]:20000");
        assert_eq!(origin("http://localhost:20001"), "http://localhost:20001");
        assert_eq!(origin("http://127.0.0.1:80"), "http://127.0.0.1");
        assert_eq!(origin("http://[0:0::1]:20001"), "http://[::1]:20001");
        // Without a scheme.
        assert_eq!(origin("localhost:20000"), "http://localhost:20000");
        assert_eq!(origin("127.0.0.1:20000/"), "http://127.0.0.1:20000");
        assert_eq!(origin("[::1]:20000"), "http://[::1]:20000");
        assert_eq!(origin("node.example.com:20000"), "https://node.example.com:20000");
        assert_eq!(origin("Node.Example.com"), "https://node.example.com");
    }

    #[test]
    fn this_computer_is_told_from_any_other() {
        let is_here = |typed: &str| NodeUrl::parse(typed).unwrap().is_this_computer();
        assert!(
            ["localhost", "https://localhost:20000", "127.0.0.1:8", "[::1]:20000"].map(is_here).iter().all(|is| *is)
        );
        assert!(
            !["localhost.example.com", "https://10.0.0.7", "https://[::2]:20000"].map(is_here).iter().any(|is| *is)
        );
    }

    #[test]
    fn the_ports_that_browsers_refuse_are_in_order() {
        assert!(BLOCKED_PORTS.is_sorted());
        assert!(!BLOCKED_PORTS.contains(&20000));
    }

    #[test]
    fn a_question_is_posted_to_the_methods_path() {
        let url = NodeUrl::parse("https://node.example.com:20000").unwrap();
        assert_eq!(
            url.endpoint(Method::GetAccountInfo.path()),
            "https://node.example.com:20000/concordium.v2.Queries/GetAccountInfo"
        );
        assert_eq!(
            url.endpoint(ListMethod::GetAccountList.path()),
            "https://node.example.com:20000/concordium.v2.Queries/GetAccountList"
        );
    }

    #[test]
    fn every_kind_of_wrong_address_is_told_apart() {
        for (typed, code) in [
            ("", "node-url-empty"),
            ("   ", "node-url-empty"),
            ("ftp://node.example.com", "node-url-scheme"),
            ("javascript://node.example.com", "node-url-scheme"),
            ("http://node.example.com", "node-url-insecure"),
            ("http://127.0.0.2", "node-url-insecure"),
            ("http://localhost.example.com", "node-url-insecure"),
            ("http://[::2]", "node-url-insecure"),
            ("https://me:secret@node.example.com", "node-url-credentials"),
            ("http://localhost@node.example.com", "node-url-credentials"),
            ("https://node.example.com/api", "node-url-path"),
            ("https://node.example.com//", "node-url-path"),
            ("https://node.example.com?x", "node-url-path"),
            ("https://node.example.com#x", "node-url-path"),
            ("https://node.example.com\\x", "node-url-path"),
            ("https://", "node-url-host"),
            ("https:///", "node-url-host"),
            ("https://node..com", "node-url-host"),
            ("https://-node.com", "node-url-host"),
            ("https://no de.com", "node-url-host"),
            ("https://nøde.com", "node-url-host"),
            ("https://[::g]", "node-url-host"),
            ("https://2001:db8::1", "node-url-host"),
            ("https://node.com:", "node-url-port"),
            ("https://node.com:0", "node-url-port"),
            ("https://node.com:65536", "node-url-port"),
            ("https://node.com:+1", "node-url-port"),
            ("https://node.com:6000", "node-url-port-blocked"),
            ("localhost:10080", "node-url-port-blocked"),
            ("javascript:alert", "node-url-port"),
        ] {
            assert_eq!(origin(typed), code, "{typed:?}");
        }
        assert_eq!(origin(&format!("https://{}", "a".repeat(MAX_URL))), "node-url-too-long");
        assert_eq!(origin(&format!("https://{}.com", "a".repeat(64))), "node-url-host");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_a_normal_form_is_stable(typed in "(https?://)?[a-z0-9:.\\[\\]@/ø-]{0,40}") {
            if let Ok(url) = NodeUrl::parse(&typed) {
                prop_assert_eq!(NodeUrl::parse(url.origin()), Ok(url.clone()));
            }
        }
    }
}
