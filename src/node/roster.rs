//! Several nodes of one network: which of them to ask next, and what each of them was asked. The person's order, what
//! disqualifies a node, and who learned how much. It asks nobody itself, and no answer of one node goes to another.
//!
//! ```text
//! next() ─▶ Examine(seat) ─ query::standing ─▶ examined(seat, …)     is it the right chain, is it up to date?
//!        ─▶ Ask(seat) ──── asking(seat, topic), query::… ─▶ answered(seat, topic) · failed(seat, topic, fault)
//!        ─▶ Nobody ─────── why(): the sentence; wait, or let the person decide ─▶ again() · overrule()
//! ```
//!
//! The first node of the list that is fit is the one that is asked: a node of one's own stands first, and the others learn
//! nothing while it answers. No node is asked about an account before it was examined.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::allowed::Allowed;
use super::chain_state::BlockInfo;
use super::error::NodeError;
use super::standing::{BlockSpan, NodeStanding, Obstacle};
use super::url::NodeUrl;
use crate::model::GenesisHash;

/// Most nodes on a list.
pub const MAX_NODES: usize = 8;
/// Failures without an answer between them after which the next node is asked. Fifty look-ups that fail together are enough;
/// one that fails among others that do not is not.
pub const MAX_FAILURES: u32 = 3;

/// A node's place on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat(usize);

/// What a question tells the node that gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The chain itself: status, blocks, parameters, identity providers. Says nothing about anybody.
    Chain,
    /// The list of all accounts. Says that somebody reads it.
    AccountList,
    /// One account, by its address. Says that somebody cares about it.
    Address,
    /// One credential id, whether it is used or not. Links it to the others, and to accounts made with it later.
    Credential,
}

/// How many questions of a topic there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AskedTally {
    /// Sent, whatever became of them. Those that are neither answered nor failed were called off.
    pub asked: u64,
    /// With an answer.
    pub answered: u64,
    /// Without one.
    pub failed: u64,
}

/// What there is to say about one node, for a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRecord {
    /// Where it is.
    pub url: NodeUrl,
    /// What it was asked.
    pub asked: BTreeMap<Topic, AskedTally>,
    /// The blocks its answers are about, as far as it was examined.
    pub blocks: Option<BlockSpan>,
    /// What last went wrong with it.
    pub last_fault: Option<NodeError>,
}

/// Whom to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing is known about this one yet: ask for its standing first.
    Examine(Seat),
    /// This one.
    Ask(Seat),
    /// None is left: see [`Roster::why`].
    Nobody,
}

/// The nodes of one network, in the person's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    network: GenesisHash,
    nodes: Vec<Node>,
    /// Of nodes that are not on the list, but were in an earlier part of the run.
    former: Vec<NodeRecord>,
    overruled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    record: NodeRecord,
    health: Health,
    /// In a row, without an answer between them.
    failures: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Health {
    Unknown,
    Fit,
    /// Nobody can tell whether it knows young accounts. The time of its last block says which doubt is the smaller one.
    Doubtful {
        obstacle: Obstacle,
        slot_time_ms: u64,
    },
    Out(NodeError),
}

impl Roster {
    /// These nodes, each once; nothing is known about any. `None` without a node, and with more than [`MAX_NODES`].
    #[must_use]
    pub fn new(network: GenesisHash, urls: impl IntoIterator<Item = NodeUrl>) -> Option<Self> {
        let mut nodes: Vec<Node> = Vec::new();
        for url in urls {
            if nodes.iter().all(|node| node.record.url != url) {
                nodes.push(Node::new(url));
            }
        }
        (1..=MAX_NODES).contains(&nodes.len()).then_some(Self { network, nodes, former: Vec::new(), overruled: false })
    }

    /// Whom to ask next. Does not change anything.
    #[must_use]
    pub fn next(&self) -> Next {
        for (seat, node) in self.seats() {
            match node.health {
                Health::Fit => return Next::Ask(seat),
                Health::Unknown => return Next::Examine(seat),
                Health::Doubtful { .. } | Health::Out(_) => {}
            }
        }
        match self.least_doubtful() {
            Some((seat, _)) if self.overruled => Next::Ask(seat),
            Some(_) | None => Next::Nobody,
        }
    }

    /// Where a node is.
    #[must_use]
    pub fn url(&self, seat: Seat) -> Option<&NodeUrl> {
        self.nodes.get(seat.0).map(|node| &node.record.url)
    }

    /// Leave to ask it. Nobody else may be asked about this network.
    #[must_use]
    pub fn allowed(&self, seat: Seat) -> Option<Allowed> {
        self.url(seat).cloned().map(Allowed::on_the_list)
    }

    /// What there is to say about every node, in the person's order; nodes of an earlier part of the run come last.
    pub fn records(&self) -> impl Iterator<Item = &NodeRecord> {
        self.nodes.iter().map(|node| &node.record).chain(&self.former)
    }

    /// Takes up the record of an earlier part of the same run; it changes nothing about whom to ask. A node that is not on the
    /// list any more stays on record, too: of these the last [`MAX_NODES`].
    pub fn remember(&mut self, earlier: NodeRecord) {
        let listed = self.nodes.iter_mut().map(|node| &mut node.record);
        match listed.chain(&mut self.former).find(|record| record.url == earlier.url) {
            Some(record) => record.add(earlier),
            None => {
                if self.former.len() == MAX_NODES {
                    self.former.remove(0);
                }
                self.former.push(earlier);
            }
        }
    }

    /// What to tell the person while there is nobody to ask: a doubt they may overrule, else the first fault that may pass,
    /// else the first fault.
    #[must_use]
    pub fn why(&self) -> Option<NodeError> {
        if self.next() != Next::Nobody {
            return None;
        }
        if let Some((_, obstacle)) = self.least_doubtful() {
            return Some(obstacle.into());
        }
        let faults = || self.nodes.iter().filter_map(Node::fault);
        faults().find(|fault| fault.retryable()).or_else(|| faults().next()).cloned()
    }

    /// Whether some node may answer if it is asked again in a while.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        self.nodes.iter().filter_map(Node::fault).any(NodeError::retryable)
    }

    /// What an examination showed: the node's standing, or why it has none. Also counts for a node that was examined before.
    pub fn examined(&mut self, seat: Seat, standing: Result<NodeStanding, NodeError>) {
        let network = self.network;
        let Some(node) = self.nodes.get_mut(seat.0) else { return };
        let standing = match standing {
            Ok(standing) => standing,
            Err(fault) => return node.leave(fault),
        };
        match standing.obstacle(network) {
            None => node.health = Health::Fit,
            Some(obstacle @ Obstacle::WrongNetwork { .. }) => return node.leave(obstacle.into()),
            Some(obstacle @ (Obstacle::Lagging { .. } | Obstacle::ClockBehind { .. })) => {
                node.record.last_fault = Some(obstacle.into());
                node.health = Health::Doubtful { obstacle, slot_time_ms: standing.last_final.slot_time_ms };
            }
        }
        node.failures = 0;
        node.record.see(standing.last_final);
    }

    /// The node's last final block at a later time, for the record: to be read after the last answer.
    pub fn reached(&mut self, seat: Seat, block: BlockInfo) {
        if let Some(node) = self.nodes.get_mut(seat.0) {
            node.record.see(block);
        }
    }

    /// A question is on its way: from now on the node knows it.
    pub fn asking(&mut self, seat: Seat, topic: Topic) {
        self.tally(seat, topic, |tally| tally.asked += 1);
    }

    /// The question was answered. A late answer of a node that was left does not bring it back.
    pub fn answered(&mut self, seat: Seat, topic: Topic) {
        self.tally(seat, topic, |tally| tally.answered += 1);
        if let Some(node) = self.nodes.get_mut(seat.0) {
            node.failures = 0;
        }
    }

    /// The question was not answered. The node is left when it cannot be a node at all, or after [`MAX_FAILURES`] in a row.
    pub fn failed(&mut self, seat: Seat, topic: Topic, fault: &NodeError) {
        self.tally(seat, topic, |tally| tally.failed += 1);
        let Some(node) = self.nodes.get_mut(seat.0) else { return };
        node.record.last_fault = Some(fault.clone());
        match weight(fault) {
            Weight::Question => {}
            Weight::Node => node.leave(fault.clone()),
            Weight::Counts => {
                node.failures = node.failures.saturating_add(1);
                if node.failures >= MAX_FAILURES {
                    node.leave(fault.clone());
                }
            }
        }
    }

    /// It lets nobody ask enough to be of use, however slowly: the next one is asked.
    pub fn leave(&mut self, seat: Seat, fault: &NodeError) {
        if let Some(node) = self.nodes.get_mut(seat.0) {
            node.leave(fault.clone());
        }
    }

    /// Forget what was held against the nodes, and begin with the first one again: because time has passed, or because the
    /// person said so.
    pub fn again(&mut self) {
        for node in self.nodes.iter_mut().filter(|node| node.health != Health::Fit) {
            node.health = Health::Unknown;
            node.failures = 0;
        }
    }

    /// The person knows that the nodes may not know young accounts, and wants to go on: if no other is left, the one with the
    /// youngest last block is asked.
    pub const fn overrule(&mut self) {
        self.overruled = true;
    }

    fn seats(&self) -> impl Iterator<Item = (Seat, &Node)> {
        self.nodes.iter().enumerate().map(|(position, node)| (Seat(position), node))
    }

    fn least_doubtful(&self) -> Option<(Seat, Obstacle)> {
        let doubts = self.seats().filter_map(|(seat, node)| match node.health {
            Health::Doubtful { obstacle, slot_time_ms } => Some((slot_time_ms, seat, obstacle)),
            Health::Unknown | Health::Fit | Health::Out(_) => None,
        });
        // The youngest block; of equal ones the first seat.
        doubts.min_by_key(|(slot_time_ms, ..)| Reverse(*slot_time_ms)).map(|(_, seat, obstacle)| (seat, obstacle))
    }

    fn tally(&mut self, seat: Seat, topic: Topic, count: impl FnOnce(&mut AskedTally)) {
        if let Some(node) = self.nodes.get_mut(seat.0) {
            count(node.record.asked.entry(topic).or_default());
        }
    }
}

impl NodeRecord {
    const fn of(url: NodeUrl) -> Self {
        Self { url, asked: BTreeMap::new(), blocks: None, last_fault: None }
    }

    fn see(&mut self, block: BlockInfo) {
        match &mut self.blocks {
            Some(span) => span.include(block),
            none => *none = Some(BlockSpan::of(block)),
        }
    }

    fn add(&mut self, earlier: Self) {
        for (topic, tally) in earlier.asked {
            let sum = self.asked.entry(topic).or_default();
            sum.asked = sum.asked.saturating_add(tally.asked);
            sum.answered = sum.answered.saturating_add(tally.answered);
            sum.failed = sum.failed.saturating_add(tally.failed);
        }
        if let Some(span) = earlier.blocks {
            self.see(*span.first());
            self.see(*span.last());
        }
        self.last_fault = self.last_fault.take().or(earlier.last_fault);
    }
}

impl Node {
    const fn new(url: NodeUrl) -> Self {
        Self { record: NodeRecord::of(url), health: Health::Unknown, failures: 0 }
    }

    fn leave(&mut self, fault: NodeError) {
        self.record.last_fault = Some(fault.clone());
        self.health = Health::Out(fault);
    }

    const fn fault(&self) -> Option<&NodeError> {
        match &self.health {
            Health::Out(fault) => Some(fault),
            Health::Unknown | Health::Fit | Health::Doubtful { .. } => None,
        }
    }
}

/// What a fault says about the node that made it.
enum Weight {
    /// Nothing: it is about the question.
    Question,
    /// Something, if it happens again and again. One strange account must not disqualify every node that knows it.
    Counts,
    /// All there is to know: this is no node for us.
    Node,
}

const fn weight(fault: &NodeError) -> Weight {
    match fault {
        // A node that is asked too much is slowed down, not left, until that does not help either: see `throttle`.
        NodeError::NotOffered | NodeError::Throttled { .. } => Weight::Question,
        NodeError::NotGrpcWeb
        | NodeError::Redirected
        | NodeError::WebPage
        | NodeError::WrongNetwork { .. }
        | NodeError::Lagging { .. }
        | NodeError::ClockBehind { .. } => Weight::Node,
        NodeError::Http { .. } if !fault.retryable() => Weight::Node,
        NodeError::Unreachable
        | NodeError::Offline
        | NodeError::NotRunning
        | NodeError::Hidden
        | NodeError::TimedOut
        | NodeError::Http { .. }
        | NodeError::NotFound
        | NodeError::Overloaded
        | NodeError::Unavailable
        | NodeError::Grpc { .. }
        | NodeError::Truncated
        | NodeError::StatusHidden
        | NodeError::TooLarge { .. }
        | NodeError::BadReply(_) => Weight::Counts,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::chain_state::BlockHash;
    use super::super::error::BadReply;
    use super::*;

    const HERE: GenesisHash = GenesisHash::new([1; 32]);
    const ELSEWHERE: GenesisHash = GenesisHash::new([2; 32]);
    const NOW: u64 = 1_700_000_000_000;

    fn url(number: usize) -> NodeUrl {
        NodeUrl::parse(&format!("https://node{number}.example.com")).unwrap()
    }

    fn roster(count: usize) -> Roster {
        Roster::new(HERE, (0..count).map(url)).unwrap()
    }

    fn standing(genesis: GenesisHash, behind_seconds: u64) -> NodeStanding {
        let slot_time_ms = NOW - behind_seconds * 1000;
        NodeStanding::new(
            genesis,
            BlockInfo { hash: BlockHash([9; 32]), height: slot_time_ms / 2000, slot_time_ms },
            NOW,
        )
    }

    fn fit() -> Result<NodeStanding, NodeError> {
        Ok(standing(HERE, 2))
    }

    #[test]
    fn a_list_has_one_node_at_least_each_once_and_an_end() {
        assert_eq!(Roster::new(HERE, []), None);
        assert_eq!(Roster::new(HERE, (0..=MAX_NODES).map(url)), None);
        let twice = Roster::new(HERE, [url(1), url(0), url(1)]).unwrap();
        assert_eq!(twice.records().map(|record| record.url.clone()).collect::<Vec<_>>(), [url(1), url(0)]);
    }

    #[test]
    fn the_first_fit_node_is_asked_and_the_others_hear_nothing() {
        let mut roster = roster(3);
        assert_eq!(roster.next(), Next::Examine(Seat(0)));
        roster.examined(Seat(0), fit());
        for _ in 0..100 {
            assert_eq!(roster.next(), Next::Ask(Seat(0)));
            roster.asking(Seat(0), Topic::Credential);
            roster.answered(Seat(0), Topic::Credential);
        }
        let asked: Vec<_> = roster.records().map(|record| record.asked.clone()).collect();
        let all = AskedTally { asked: 100, answered: 100, failed: 0 };
        assert_eq!(asked, [[(Topic::Credential, all)].into(), BTreeMap::new(), BTreeMap::new()]);
    }

    #[test]
    fn a_node_that_fails_again_and_again_is_left_for_the_next() {
        let mut roster = roster(2);
        roster.examined(Seat(0), fit());
        for _ in 0..MAX_FAILURES - 1 {
            roster.failed(Seat(0), Topic::Credential, &NodeError::Overloaded);
        }
        roster.answered(Seat(0), Topic::Credential);
        for _ in 0..MAX_FAILURES {
            assert_eq!(roster.next(), Next::Ask(Seat(0)));
            roster.failed(Seat(0), Topic::Credential, &NodeError::Overloaded);
        }
        assert_eq!(roster.next(), Next::Examine(Seat(1)));
        roster.examined(Seat(1), fit());
        // Late news of the first one is about the first one.
        roster.failed(Seat(0), Topic::Credential, &NodeError::NotGrpcWeb);
        roster.answered(Seat(0), Topic::Credential);
        assert_eq!(roster.next(), Next::Ask(Seat(1)));
    }

    #[test]
    fn what_cannot_be_a_node_is_left_at_once() {
        for fault in [NodeError::NotGrpcWeb, NodeError::Http { status: 404 }] {
            let mut roster = roster(2);
            roster.examined(Seat(0), fit());
            roster.failed(Seat(0), Topic::Credential, &fault);
            assert_eq!(roster.next(), Next::Examine(Seat(1)), "{fault}");
        }
    }

    #[test]
    fn a_strange_account_or_a_question_switched_off_says_nothing_about_the_node() {
        let mut roster = roster(1);
        roster.examined(Seat(0), fit());
        for _ in 0..20 {
            roster.failed(Seat(0), Topic::Credential, &BadReply::Address.into());
            roster.answered(Seat(0), Topic::Credential);
            roster.failed(Seat(0), Topic::AccountList, &NodeError::NotOffered);
        }
        assert_eq!(roster.next(), Next::Ask(Seat(0)));
    }

    #[test]
    fn the_wrong_network_is_never_asked_whatever_the_person_says() {
        let mut roster = roster(1);
        roster.examined(Seat(0), Ok(standing(ELSEWHERE, 0)));
        roster.overrule();
        assert_eq!(roster.next(), Next::Nobody);
        assert_eq!(roster.why(), Some(NodeError::WrongNetwork { expected: HERE, found: ELSEWHERE }));
        assert!(!roster.may_pass());
        assert_eq!(roster.records().next().unwrap().blocks, None, "its blocks are of another chain");
    }

    #[test]
    fn a_node_that_is_behind_is_asked_only_when_the_person_says_so_and_no_better_one_is_left() {
        let mut roster = roster(3);
        roster.examined(Seat(0), Ok(standing(HERE, 4000)));
        assert_eq!(roster.next(), Next::Examine(Seat(1)));
        roster.examined(Seat(1), Ok(standing(HERE, 3000)));
        roster.examined(Seat(2), Ok(standing(HERE, 3000)));
        assert_eq!((roster.next(), roster.why()), (Next::Nobody, Some(NodeError::Lagging { seconds: 3000 })));
        roster.overrule();
        assert_eq!((roster.next(), roster.why()), (Next::Ask(Seat(1)), None));
        roster.examined(Seat(2), fit());
        assert_eq!(roster.next(), Next::Ask(Seat(2)));
    }

    #[test]
    fn when_nobody_is_left_the_sentence_is_the_one_that_helps() {
        let mut roster = roster(2);
        roster.examined(Seat(0), Err(NodeError::NotGrpcWeb));
        roster.examined(Seat(1), Err(NodeError::Unreachable));
        assert_eq!((roster.why(), roster.may_pass()), (Some(NodeError::Unreachable), true));
        roster.again();
        assert_eq!((roster.next(), roster.why()), (Next::Examine(Seat(0)), None));
        roster.examined(Seat(0), fit());
        assert_eq!(roster.next(), Next::Ask(Seat(0)));
    }

    #[test]
    fn the_record_says_between_which_blocks() {
        let mut roster = roster(1);
        roster.examined(Seat(0), Ok(standing(HERE, 60)));
        roster.reached(Seat(0), standing(HERE, 2).last_final);
        let record = roster.records().next().unwrap();
        let span = record.blocks.unwrap();
        assert_eq!((span.first().slot_time_ms, span.last().slot_time_ms), (NOW - 60_000, NOW - 2_000));
    }

    #[test]
    fn a_run_that_goes_on_keeps_the_record_of_its_earlier_part() {
        let mut before = roster(2);
        before.examined(Seat(0), Ok(standing(HERE, 90)));
        before.examined(Seat(1), fit());
        before.asking(Seat(0), Topic::Credential);
        before.failed(Seat(0), Topic::Credential, &NodeError::Overloaded);
        before.asking(Seat(1), Topic::AccountList);

        // The person has put another node in the place of the second one meanwhile.
        let mut after = Roster::new(HERE, [url(0), url(7)]).unwrap();
        before.records().cloned().for_each(|record| after.remember(record));
        assert_eq!(after.next(), Next::Examine(Seat(0)), "what it was like then says nothing about now");
        after.examined(Seat(0), fit());
        after.asking(Seat(0), Topic::Credential);
        after.answered(Seat(0), Topic::Credential);

        let records: Vec<_> = after.records().collect();
        assert_eq!(records.iter().map(|record| record.url.clone()).collect::<Vec<_>>(), [url(0), url(7), url(1)]);
        assert_eq!(records[0].asked[&Topic::Credential], AskedTally { asked: 2, answered: 1, failed: 1 });
        assert_eq!(records[0].last_fault, Some(NodeError::Overloaded));
        assert_eq!(records[0].blocks.unwrap().first().slot_time_ms, NOW - 90_000);
        assert_eq!(records[2].asked[&Topic::AccountList].asked, 1);

        (10..30).for_each(|number| after.remember(NodeRecord::of(url(number))));
        assert_eq!(after.records().count(), 2 + MAX_NODES);
    }

    /// What a node is like, for good.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Nature {
        Good,
        /// Fails so often between two answers.
        Stumbles(u32),
        Down,
        NoNode,
        Elsewhere,
        Behind(u64),
    }

    impl Nature {
        fn examine(self) -> Result<NodeStanding, NodeError> {
            match self {
                Self::Good | Self::Stumbles(_) => fit(),
                Self::Down => Err(NodeError::Unreachable),
                Self::NoNode => Err(NodeError::NotGrpcWeb),
                Self::Elsewhere => Ok(standing(ELSEWHERE, 0)),
                Self::Behind(seconds) => Ok(standing(HERE, seconds)),
            }
        }
    }

    fn natures() -> impl Strategy<Value = Vec<Nature>> {
        let nature = prop_oneof![
            Just(Nature::Good),
            (1..MAX_FAILURES).prop_map(Nature::Stumbles),
            Just(Nature::Down),
            Just(Nature::NoNode),
            Just(Nature::Elsewhere),
            (301_u64..90_000).prop_map(Nature::Behind),
        ];
        prop::collection::vec(nature, 1..=MAX_NODES)
    }

    #[derive(Debug, Clone, Copy)]
    enum News {
        Asking,
        Answered,
        Failed,
        Examined,
        Again,
        Overrule,
    }

    fn news() -> impl Strategy<Value = Vec<(News, usize, NodeError, Result<NodeStanding, NodeError>)>> {
        let kind =
            select(vec![News::Asking, News::Answered, News::Failed, News::Examined, News::Again, News::Overrule]);
        let fault = || {
            select(vec![
                NodeError::Unreachable,
                NodeError::TimedOut,
                NodeError::Overloaded,
                NodeError::NotGrpcWeb,
                NodeError::NotOffered,
                NodeError::Http { status: 404 },
                NodeError::BadReply(BadReply::Protobuf),
            ])
        };
        let seen = prop_oneof![
            fault().prop_map(Err),
            (select(vec![HERE, ELSEWHERE]), select(vec![2_u64, 301, 9000]))
                .prop_map(|(genesis, behind)| Ok(standing(genesis, behind))),
        ];
        prop::collection::vec((kind, 0..4_usize, fault(), seen), 0..60)
    }

    fn tell(roster: &mut Roster, news: &(News, usize, NodeError, Result<NodeStanding, NodeError>)) {
        let (kind, seat, fault, seen) = news;
        match kind {
            News::Asking => roster.asking(Seat(*seat), Topic::Credential),
            News::Answered => roster.answered(Seat(*seat), Topic::Credential),
            News::Failed => roster.failed(Seat(*seat), Topic::Credential, fault),
            News::Examined => roster.examined(Seat(*seat), seen.clone()),
            News::Again => roster.again(),
            News::Overrule => roster.overrule(),
        }
    }

    proptest! {
        #[test]
        fn the_first_node_that_can_answer_does_and_none_of_the_others_learns_anything(natures in natures()) {
            let mut roster = roster(natures.len());
            let mut fails_left: Vec<u32> = vec![0; natures.len()];
            let mut answers = 0;
            let mut steps = 0;
            let first = natures.iter().position(|nature| matches!(nature, Nature::Good | Nature::Stumbles(_)));
            while answers < 20 {
                steps += 1;
                prop_assert!(steps < 500, "no end");
                match roster.next() {
                    Next::Examine(seat) => roster.examined(seat, natures[seat.0].examine()),
                    Next::Ask(seat) => {
                        prop_assert_eq!(Some(seat.0), first);
                        roster.asking(seat, Topic::Credential);
                        if fails_left[seat.0] > 0 {
                            fails_left[seat.0] -= 1;
                            roster.failed(seat, Topic::Credential, &NodeError::Overloaded);
                        } else {
                            if let Nature::Stumbles(times) = natures[seat.0] {
                                fails_left[seat.0] = times;
                            }
                            roster.answered(seat, Topic::Credential);
                            answers += 1;
                        }
                    }
                    Next::Nobody => {
                        prop_assert_eq!(first, None);
                        prop_assert!(roster.why().is_some());
                        break;
                    }
                }
            }
            prop_assert_eq!(first.is_none(), answers == 0);
            for (position, record) in roster.records().enumerate() {
                prop_assert_eq!(record.asked.contains_key(&Topic::Credential), Some(position) == first);
            }
        }

        #[test]
        fn whatever_happens_only_a_node_seen_fit_since_it_was_last_left_is_asked(news in news()) {
            let mut roster = roster(4);
            let mut told: Vec<_> = Vec::new();
            for one in news {
                tell(&mut roster, &one);
                told.push(one);
                let Next::Ask(seat) = roster.next() else { continue };
                let of_it: Vec<_> = told.iter().filter(|(_, at, ..)| *at == seat.0).collect();
                let looked = of_it.iter().rposition(|(kind, ..)| matches!(kind, News::Examined)).expect("never looked at");
                let standing = of_it[looked].3.as_ref().expect("looked at in vain");
                prop_assert_eq!(standing.genesis, HERE);
                let mut in_a_row = 0;
                for (kind, _, fault, _) in &of_it[looked..] {
                    match kind {
                        News::Answered => in_a_row = 0,
                        News::Failed => {
                            prop_assert!(!matches!(fault, NodeError::NotGrpcWeb | NodeError::Http { .. }), "a node of another kind");
                            in_a_row += u32::from(*fault != NodeError::NotOffered);
                            prop_assert!(in_a_row < MAX_FAILURES);
                        }
                        News::Asking | News::Examined | News::Again | News::Overrule => {}
                    }
                }
                let overruled = told.iter().any(|(kind, ..)| matches!(kind, News::Overrule));
                prop_assert!(!standing.lagging || overruled);
            }
        }

        #[test]
        fn news_of_one_node_changes_nothing_about_another(news in news(), seat in 0..4_usize) {
            let mut all = roster(4);
            let mut own = roster(4);
            for one in &news {
                tell(&mut all, one);
                if one.1 == seat || matches!(one.0, News::Again | News::Overrule) {
                    tell(&mut own, one);
                }
            }
            prop_assert_eq!(&all.nodes[seat], &own.nodes[seat]);
        }

        #[test]
        fn every_question_is_on_record(news in news()) {
            let mut roster = roster(4);
            news.iter().for_each(|one| tell(&mut roster, one));
            for (position, record) in roster.records().enumerate() {
                let count = |wanted: fn(&News) -> bool| {
                    u64::try_from(news.iter().filter(|(kind, at, ..)| wanted(kind) && *at == position).count()).unwrap()
                };
                let expected = AskedTally {
                    asked: count(|kind| matches!(kind, News::Asking)),
                    answered: count(|kind| matches!(kind, News::Answered)),
                    failed: count(|kind| matches!(kind, News::Failed)),
                };
                prop_assert_eq!(record.asked.get(&Topic::Credential).copied().unwrap_or_default(), expected);
            }
        }
    }
}
