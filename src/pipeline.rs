//! The corridor: the order of the stages, written once.

use crate::clues::Clues;
use crate::detect::Detector;
use crate::entity::Entity;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::path::PathBuf;

use crate::cache;
use crate::candidate::{Candidate, ResolveOptions};
use crate::gazetteer::{Gazetteer, Languages, ListErrors, ListFiles, ListSource, Problem, Role, warnings_only};
use crate::language::{Language, Stretches};
use crate::large;
use crate::lookup::{Hit, Index, ListedWord, NearHit};
use crate::numbers::{Number, NumberTable, find_numbers};
use crate::parted::Whole;
use crate::recognize::certainties::Certainties;
use crate::recognize::grammar::Grammar;
use crate::recognize::money::{self, MoneyTable};
use crate::recognize::persons::Persons;
use crate::recognize::places::{Home, PlaceTable};
use crate::recognize::scene::{Room, Scene};
use crate::recognize::sports::{self, Sports};
use crate::recognize::support::Support;
use crate::recognize::{
    articles, composed, context, cued, foreign, guards, legal_forms, listed, own, persons, places, short_forms,
    town_firms,
};
use crate::resolve::{resolve, stand};
use crate::segment::{Token, segment};
use crate::threads;

/// What a pipeline is built from.
#[derive(Clone, Debug)]
pub struct PipelineOptions {
    /// Use the lists that come with the program.
    pub shipped: bool,
    /// Lists of the user's own: files, or folders of files.
    pub gazetteers: Vec<ListSource>,
    /// A row of these lists that has a mistake is left out and told by
    /// [`Pipeline::warnings`]; else one mistake refuses all.
    pub skip_bad_rows: bool,
    /// The folder in which large lists are kept compiled, see [`cache`];
    /// `None` compiles them anew each time.
    pub cache: Option<PathBuf>,
    /// How overlapping candidates are treated.
    pub resolve: ResolveOptions,
    /// The ISO 4217 code of amounts such as `$5` whose currency a document
    /// leaves open; `None` takes what English news means.
    pub default_currency: Option<String>,
    /// The language of all texts, by its code (`tr`, `tur`, `tr-TR`); `None`
    /// tells it from each text. It decides which endings names of the user's
    /// own may have.
    pub language: Option<String>,
    /// Where the texts are at home, as *Louisiana, US*: of two places of one
    /// name the one there is meant more often. What no list has is left out,
    /// see [`Pipeline::home`].
    pub home: Option<String>,
    /// Whether, in tables and reports of results, a city stands for its club, see
    /// [`Sports`].
    pub sports: Sports,
    /// How many threads compile lists, and share a text of 8 MiB or more; as
    /// many as the machine has cores where 0. Inside a pool of rayon that
    /// pool's threads share a text.
    pub threads: usize,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        PipelineOptions {
            shipped: true,
            gazetteers: Vec::new(),
            skip_bad_rows: false,
            cache: None,
            resolve: ResolveOptions::default(),
            default_currency: None,
            language: None,
            home: None,
            sports: Sports::Auto,
            threads: 0,
        }
    }
}

/// The tagger: built once, then shared by any number of threads.
///
/// ```
/// let pipeline = gaztag::Pipeline::new(&Default::default())?;
/// let text = "Bayer invests in Shanghai.";
/// let entities = pipeline.annotate(text);
/// let found: Vec<_> = entities.iter().map(|e| (e.label, e.span.of(text))).collect();
/// assert_eq!(found, [("ORG", "Bayer"), ("PLACE", "Shanghai")]);
/// # Ok::<(), gaztag::ListErrors>(())
/// ```
#[derive(Debug)]
pub struct Pipeline {
    lists: Index,
    warnings: Vec<Problem>,
    resolve: ResolveOptions,
    rules_off: Vec<String>,
    grammar: Grammar,
    numbers: NumberTable,
    money: MoneyTable,
    places: PlaceTable,
    certainties: Certainties,
    sports: Sports,
    detector: Detector,
    languages: Languages,
    threads: usize,
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

/// Room to work in, kept by each thread from one text to the next.
#[derive(Default)]
struct Scratch {
    tokens: Vec<Token>,
    words: Vec<ListedWord>,
    hits: Vec<Hit>,
    numbers: Vec<Number>,
    near: Vec<NearHit>,
    room: Room,
}

/// After a text with more tokens than this, a thread gives its room back.
const KEPT_TOKENS: usize = 1 << 20;

impl Scratch {
    /// Empties the room for the next text.
    fn clear(&mut self) {
        if self.tokens.capacity() > KEPT_TOKENS {
            *self = Scratch::default();
        }
        self.tokens.clear();
        self.words.clear();
        self.hits.clear();
        self.numbers.clear();
        self.near.clear();
    }
}

impl Pipeline {
    /// Reads and compiles the lists.
    ///
    /// # Errors
    /// Every mistake of every list, with file, line and column.
    pub fn new(options: &PipelineOptions) -> Result<Self, ListErrors> {
        threads::on(options.threads, || Self::build(options))
    }

    fn build(options: &PipelineOptions) -> Result<Self, ListErrors> {
        let files = ListFiles::read(options.shipped, &options.gazetteers)
            .with_spelling()
            .skipping_bad_rows(options.skip_bad_rows);
        let ((mut rows, mut warnings, paths, places), tables) =
            cache::through(options.cache.as_deref(), &files, || {
                let (rows, problems) = files.parse();
                let mut warnings = warnings_only(problems)?;
                let lists = Index::new(rows);
                warnings.extend(lists.crowded());
                let places = PlaceTable::new(&lists);
                let (rows, tables) = lists.into_halves();
                Ok(((rows, warnings, files.paths(), places), tables))
            })?;
        files.rename(&paths, &mut rows, &mut warnings);
        let pipeline = Self::over(
            Index::from_halves(rows, tables),
            places,
            warnings,
            options.resolve.clone(),
            options.default_currency.as_deref(),
        );
        let language = options.language.as_deref().and_then(Language::from_code);
        let home = options.home.as_ref().and_then(|home| Home::find(&pipeline.lists, home));
        let Pipeline { money, places, detector, .. } = pipeline;
        let money = money.at_home(home.as_ref().map(Home::country));
        let places = places.at_home(home);
        let detector = detector.saying(language);
        Ok(Pipeline { sports: options.sports, threads: options.threads, money, places, detector, ..pipeline })
    }

    /// A pipeline over rows that were read already.
    pub fn from_gazetteer(gazetteer: Gazetteer, resolve: ResolveOptions) -> Self {
        threads::on(0, || {
            let lists = Index::new(gazetteer);
            let places = PlaceTable::new(&lists);
            Self::over(lists, places, Vec::new(), resolve, None)
        })
    }

    fn over(
        lists: Index,
        places: PlaceTable,
        warnings: Vec<Problem>,
        resolve: ResolveOptions,
        currency: Option<&str>,
    ) -> Self {
        let (money, (grammar, numbers, detector)) = rayon::join(
            || MoneyTable::new(&lists, currency),
            || (Grammar::new(&lists), NumberTable::new(&lists), Detector::new(&lists)),
        );
        let rules_off = Vec::new();
        let certainties = Certainties::new(&lists);
        Pipeline {
            lists,
            warnings,
            resolve,
            rules_off,
            grammar,
            numbers,
            money,
            places,
            certainties,
            sports: Sports::Auto,
            detector,
            languages: Languages::default(),
            threads: 0,
        }
    }

    /// The compiled lists.
    #[doc(hidden)]
    pub fn lists(&self) -> &Index {
        &self.lists
    }

    /// Where the texts are at home, if that was said and the lists know it.
    pub fn home(&self) -> Option<&Home> {
        self.places.home()
    }

    /// What choosing among places knows of the lists.
    #[doc(hidden)]
    pub fn places(&self) -> &PlaceTable {
        &self.places
    }

    /// What a person should look at in the lists, though they work.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The entities of a text: sorted by start and, unless nested ones were
    /// asked for, disjoint. Spans are in bytes.
    ///
    /// Never fails and never panics, whatever the text. Linear in the text. A
    /// text of 8 MiB or more is taken in stretches, which know nothing of each
    /// other, by the threads of [`PipelineOptions::threads`].
    pub fn annotate(&self, text: &str) -> Vec<Entity<'_>> {
        let find = |stretch: &str| resolve(&self.candidates_at_once(stretch).0, &self.resolve);
        let mut entities: Vec<Entity<'_>> = Vec::new();
        for (from, mut found) in large::side_by_side(text, self.threads, find) {
            let before = entities.len();
            entities.append(&mut found);
            for entity in &mut entities[before..] {
                entity.span = entity.span.moved(from);
                self.certainties.apply(entity);
            }
        }
        entities
    }

    /// Every candidate of a text, in the order in which recognizers proposed
    /// them, dropped ones too.
    #[doc(hidden)]
    pub fn candidates(&self, text: &str) -> Vec<Candidate<'_>> {
        let mut all = Vec::new();
        let mut tokens_before = 0;
        for (from, (candidates, tokens)) in
            large::side_by_side(text, self.threads, |text| self.candidates_at_once(text))
        {
            all.extend(candidates.into_iter().map(|candidate| candidate.moved(from, tokens_before)));
            tokens_before += tokens;
        }
        all
    }

    /// The candidates of a text, and how many tokens it has. Words that a line
    /// end parts are one token.
    fn candidates_at_once(&self, text: &str) -> (Vec<Candidate<'_>>, usize) {
        let Some(whole) = Whole::of(text, &self.lists) else { return self.candidates_in(text) };
        let (mut candidates, tokens) = self.candidates_in(&whole.text);
        candidates.iter_mut().for_each(|candidate| whole.put_back(&mut candidate.entity));
        (candidates, tokens)
    }

    fn candidates_in(&self, text: &str) -> (Vec<Candidate<'_>>, usize) {
        SCRATCH.with_borrow_mut(|scratch| {
            let room = std::mem::take(&mut scratch.room);
            let (candidates, room) = self.recognize(self.clues(text, scratch), room);
            scratch.room = room;
            (candidates, scratch.tokens.len())
        })
    }

    /// The recognizers, in the order in which they see a text.
    fn recognize<'a, 'l: 'a>(&'l self, clues: Clues<'a, 'l>, room: Room) -> (Vec<Candidate<'l>>, Room) {
        let mut candidates = Vec::with_capacity(clues.hits.len().min(clues.len()));
        let scene = Scene::new(clues, &self.grammar, room);
        let (persons, support) = self.propose(&scene, &mut candidates);
        places::choose(&scene, &support, &persons, &self.places, &self.rules_off, &mut candidates);
        places::link(&scene, &mut candidates);
        sports::recognize(&scene, self.sports, &support, &persons, &mut candidates);
        town_firms::recognize(&scene, &support, &mut candidates);
        candidates.retain(|candidate| !self.is_off(candidate));
        own::protect(&scene, &mut candidates);
        articles::recognize(&scene, &mut candidates);
        let standing = stand(&candidates, &self.resolve);
        let mut short = short_forms::recognize(&scene, &candidates, &standing, &persons, &support, &self.resolve);
        articles::recognize(&scene, &mut short);
        short_forms::add(short, &mut candidates);
        if self.resolve.persons {
            persons::in_full(&scene, &mut candidates);
        }
        own::protect(&scene, &mut candidates);
        candidates.retain(|candidate| !self.is_off(candidate));
        (candidates, scene.into_room())
    }

    /// The recognizers that need no choice among places, and the guards.
    fn propose<'s, 'a, 'l: 'a>(
        &'l self,
        scene: &'s Scene<'a, 'l>,
        candidates: &mut Vec<Candidate<'l>>,
    ) -> (Persons<'a>, Support<'s, 'a, 'l>) {
        listed::recognize(scene, &self.languages, candidates);
        legal_forms::recognize(&scene.clues, candidates);
        money::recognize(scene, &self.money, candidates);
        composed::recognize(scene, candidates);
        let persons = persons::recognize(scene, candidates);
        places::codes::recognize(scene, &self.places, &persons, candidates);
        let support = Support::new(scene);
        // What English says beside names, other languages do not.
        let foreign = scene.clues.language.foreign();
        if foreign.is_none() {
            context::recognize(scene, &support, &persons, candidates);
            cued::recognize(scene, &support, &persons, candidates);
            places::datelines::recognize(scene, &persons, candidates);
        }
        own::recognize(scene, &support, &persons, &self.languages, candidates);
        guards::apply(scene, &persons, &self.rules_off, candidates);
        if let Some(code) = foreign {
            foreign::apply(scene, self.languages.words(code), candidates);
        }
        (persons, support)
    }

    /// What speaks for each record of the places that have several, by where
    /// they stand. Costs what annotating does.
    #[doc(hidden)]
    pub fn reckon(&self, text: &str) -> Vec<places::Reckoned<'_>> {
        let mut scratch = Scratch::default();
        let (mut candidates, room) = (Vec::new(), std::mem::take(&mut scratch.room));
        let scene = Scene::new(self.clues(text, &mut scratch), &self.grammar, room);
        let (persons, support) = self.propose(&scene, &mut candidates);
        places::reckon(&scene, &support, &persons, &self.places, &candidates)
    }

    /// Shows what recognizers see of a text to `look`, and returns what that
    /// returns.
    #[doc(hidden)]
    pub fn inspect<R>(&self, text: &str, look: impl FnOnce(&Clues<'_, '_>) -> R) -> R {
        look(&self.clues(text, &mut Scratch::default()))
    }

    /// What small words do in a sentence.
    pub(crate) fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// How overlapping candidates are treated.
    #[doc(hidden)]
    pub fn resolve_options(&self) -> &ResolveOptions {
        &self.resolve
    }

    /// Switches rules off by their names, to see what each is worth.
    #[doc(hidden)]
    pub fn switch_off(&mut self, rules: &[&str]) {
        self.rules_off = rules.iter().map(|rule| rule.to_string()).collect();
    }

    fn is_off(&self, candidate: &Candidate<'_>) -> bool {
        let rule = candidate.entity.rule;
        let is = |name: &str| match name.split_once(':') {
            Some((kind, detail)) => kind == rule.kind && detail == rule.detail,
            None => name == rule.kind,
        };
        self.rules_off.iter().any(|name| is(name))
    }

    /// The stages before recognition.
    fn clues<'a>(&self, text: &'a str, scratch: &'a mut Scratch) -> Clues<'a, '_> {
        scratch.clear();
        let Scratch { tokens, words, hits, numbers, near, .. } = scratch;
        segment(text, tokens);
        let crowds = self.lists.look_up(text, tokens, words, hits);
        let whole = OnceCell::new();
        let whole = || *whole.get_or_init(|| self.detector.language(text, tokens, words));
        if self.lists.has_near() {
            let language = |stretch: &Range<usize>| match stretch.len() < tokens.len() {
                true => self.detector.language_within(text, &tokens[stretch.clone()], &words[stretch.clone()], whole),
                false => whole(),
            };
            let stretches = Stretches { tokens: &self.detector.stretches(text, tokens), language: &language };
            self.lists.look_near(text, tokens, words, (hits, crowds), &stretches, near);
        }
        // Nothing hangs on it where nothing is found.
        let is_asked = self.detector.has_words() || !hits.is_empty() || !near.is_empty();
        let language = if is_asked { whole() } else { Language::UNKNOWN };
        // Without currencies nobody asks for the figures.
        if self.lists.has_role(Role::Currency) {
            find_numbers(text, tokens, words, &self.numbers, numbers);
        }
        Clues { text, tokens, words, hits, near, numbers, lists: &self.lists, language }
    }
}
