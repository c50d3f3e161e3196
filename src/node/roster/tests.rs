//! Whom a list of nodes says to ask, whatever the nodes are like.

use proptest::prelude::*;
use proptest::sample::select;

use super::super::chain_state::{BlockHash, BlockInfo};
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
    NodeStanding::new(genesis, BlockInfo { hash: BlockHash([9; 32]), height: slot_time_ms / 2000, slot_time_ms }, NOW)
}

fn fit() -> Result<NodeStanding, NodeError> {
    Ok(standing(HERE, 2))
}

#[test]
fn a_list_has_one_node_at_least_each_once_and_an_end() {
    assert_eq!(Roster::new(HERE, []), None);
    assert_eq!(Roster::new(HERE, (0..=MAX_NODES).map(url)), None);
    let twice = Roster::new(HERE, [url(1), url(0), url(1)]).unwrap();
    assert_eq!([Seat(0), Seat(1), Seat(2)].map(|seat| twice.url(seat).cloned()), [Some(url(1)), Some(url(0)), None]);
}

#[test]
fn the_first_fit_node_is_asked_and_the_others_hear_nothing() {
    let mut roster = roster(3);
    assert_eq!(roster.next(), Next::Examine(Seat(0)));
    roster.examined(Seat(0), fit());
    for _ in 0..100 {
        assert_eq!(roster.next(), Next::Ask(Seat(0)));
        roster.answered(Seat(0));
    }
}

#[test]
fn a_node_that_fails_again_and_again_is_left_for_the_next() {
    let mut roster = roster(2);
    roster.examined(Seat(0), fit());
    for _ in 0..MAX_FAILURES - 1 {
        roster.failed(Seat(0), &NodeError::Overloaded);
    }
    roster.answered(Seat(0));
    for _ in 0..MAX_FAILURES {
        assert_eq!(roster.next(), Next::Ask(Seat(0)));
        roster.failed(Seat(0), &NodeError::Overloaded);
    }
    assert_eq!(roster.next(), Next::Examine(Seat(1)));
    roster.examined(Seat(1), fit());
    // Late news of the first one is about the first one.
    roster.failed(Seat(0), &NodeError::NotGrpcWeb);
    roster.answered(Seat(0));
    assert_eq!(roster.next(), Next::Ask(Seat(1)));
}

#[test]
fn what_cannot_be_a_node_is_left_at_once() {
    for fault in [NodeError::NotGrpcWeb, NodeError::Http { status: 404 }] {
        let mut roster = roster(2);
        roster.examined(Seat(0), fit());
        roster.failed(Seat(0), &fault);
        assert_eq!(roster.next(), Next::Examine(Seat(1)), "{fault}");
    }
}

#[test]
fn a_strange_account_or_a_question_switched_off_says_nothing_about_the_node() {
    let mut roster = roster(1);
    roster.examined(Seat(0), fit());
    for _ in 0..20 {
        roster.failed(Seat(0), &BadReply::Address.into());
        roster.answered(Seat(0));
        roster.failed(Seat(0), &NodeError::NotOffered);
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
fn a_fault_is_of_the_node_that_last_had_it() {
    let mut roster = roster(2);
    assert_eq!(roster.origin(&NodeError::Overloaded), Some(&url(0)), "nobody had it: whoever is asked first");
    roster.examined(Seat(0), Err(NodeError::Unreachable));
    roster.examined(Seat(1), fit());
    roster.failed(Seat(1), &NodeError::Overloaded);
    assert_eq!(roster.origin(&NodeError::Overloaded), Some(&url(1)));
    assert_eq!(roster.origin(&NodeError::Unreachable), Some(&url(0)));
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
    Answered,
    Failed,
    Examined,
    Again,
    Overrule,
}

fn news() -> impl Strategy<Value = Vec<(News, usize, NodeError, Result<NodeStanding, NodeError>)>> {
    let kind = select(vec![News::Answered, News::Failed, News::Examined, News::Again, News::Overrule]);
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
        News::Answered => roster.answered(Seat(*seat)),
        News::Failed => roster.failed(Seat(*seat), fault),
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
                    if fails_left[seat.0] > 0 {
                        fails_left[seat.0] -= 1;
                        roster.failed(seat, &NodeError::Overloaded);
                    } else {
                        if let Nature::Stumbles(times) = natures[seat.0] {
                            fails_left[seat.0] = times;
                        }
                        roster.answered(seat);
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
                    News::Examined | News::Again | News::Overrule => {}
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
}
