using Surveys.Answers;

namespace Surveyctl.Demo;

/// <summary>
/// Asks people every item of a survey in order, all people before the next item: only then can an exact item be dealt out
/// by rank, and a later condition see what was answered. An attitude becomes an option by cutting the line of all
/// attitudes, most favorable first, at the item's shares.
/// </summary>
/// <param name="survey">What is asked.</param>
/// <param name="model">How it is answered.</param>
/// <param name="ranked">Exact items are dealt out by rank among these people, who are then the whole wave.</param>
internal sealed class Interview(SurveyVersion survey, DemoModel model, bool ranked)
{
    private readonly Dictionary<string, List<DemoProfile>> _profiles = (model.Profiles ?? new Dictionary<string, DemoProfile>())
        .OrderBy(named => named.Key, StringComparer.Ordinal)
        .SelectMany(named => named.Value.Schools, (named, school) => (School: school, Profile: named.Value))
        .GroupBy(pair => pair.School)
        .ToDictionary(group => group.Key, group => group.Select(pair => pair.Profile).ToList());

    // Those that depend on no other choice first.
    private readonly List<Item> _choices =
        [.. survey.Items.Where(item => item.Kind == ItemKind.SingleChoice).OrderBy(item => model.Items?.GetValueOrDefault(item.Id)?.Given is not null)];

    public IReadOnlyList<MadeUpResponse> Hold(IReadOnlyList<Person> people)
    {
        foreach (var person in people) SettleFacts(person);
        foreach (var item in survey.Items) Ask(item, people);
        return [.. people.Select(Response)];
    }

    private static MadeUpResponse Response(Person person) => new()
    {
        Id = person.Id,
        School = person.School,
        Language = person.Language,
        Channel = person.Channel,
        Answers = person.Answers,
    };

    // Before the first item: who somebody is shapes what they think, though a survey asks it last.
    private void SettleFacts(Person person)
    {
        foreach (var item in _choices)
        {
            var shares = Given(Model(item)?.Given, person) ?? ProfileShares(person, item) ?? Model(item)?.Shares;
            var index = shares is null
                ? person.Random.Next(item.Options.Count)
                : Shares.At(person.Random.NextDouble(), [.. item.Options.Select(option => shares.GetValueOrDefault(option.Id))]);
            person.Facts[item.Id] = item.Options[Math.Max(index, 0)].Id;
        }
        person.Language = PageLanguage(person);
    }

    private string PageLanguage(Person person)
    {
        if (model.PageLanguage is null)
            return person.Random.NextDouble() < 0.7 ? survey.Languages[0] : survey.Languages[person.Random.Next(survey.Languages.Count)];
        var shares = Given(model.PageLanguage, person);
        return (shares is null ? null : Shares.Draw(person.Random, shares)) ?? survey.Languages[0];
    }

    private void Ask(Item item, IReadOnlyList<Person> people)
    {
        var answering = people.Where(person => IsAsked(item, person) && !Skips(item, person)).ToList();
        if (item.Kind is ItemKind.Scale or ItemKind.Number)
        {
            Rate(item, answering);
            return;
        }
        foreach (var person in answering)
        {
            var answer = item.Kind switch
            {
                ItemKind.SingleChoice => new RawAnswer([person.Facts[item.Id]]),
                ItemKind.MultipleChoice => Several(item, person),
                _ => Comment(item, person),
            };
            if (answer.Values.Count > 0) person.Answers[item.Id] = answer;
        }
    }

    private static bool IsAsked(Item item, Person person) =>
        item.ShowIf is not { } condition
        || (person.Answers.TryGetValue(condition.ItemId, out var answer) && answer.Values.Any(condition.AnyOf.Contains));

    private bool Skips(Item item, Person person) =>
        person.Random.NextDouble() < (Model(item)?.Skip ?? model.Skip) && !item.IsRequired;

    private void Rate(Item item, List<Person> answering)
    {
        var excluded = item.Options.Where(option => option.Class == OptionClass.Excluded).ToList();
        var chance = excluded.Count == 0 ? 0 : Model(item)?.Excluded ?? model.Excluded;
        var effects = (model.Effects ?? []).Where(effect => effect.Topic is null || effect.Topic == item.TopicId).ToList();
        var valid = new List<(Person Person, double Attitude)>();
        foreach (var person in answering)
        {
            var attitude = person.Attitude(item, GroupShift(effects, person));
            if (person.Random.NextDouble() < chance)
                person.Answers[item.Id] = new RawAnswer([excluded[person.Random.Next(excluded.Count)].Id]);
            else
                valid.Add((person, attitude));
        }

        var (ids, weights) = BestFirst(item);
        var byRank = ranked && Model(item) is { Exact: true };
        var ordered = byRank ? [.. valid.OrderByDescending(entry => entry.Attitude)] : valid;
        for (var rank = 0; rank < ordered.Count; rank++)
        {
            var (person, attitude) = ordered[rank];
            var position = byRank ? (rank + 0.5) / ordered.Count : 1 - NormalDistribution.Below(attitude);
            person.Answers[item.Id] = new RawAnswer([ids[Math.Max(Shares.At(position, weights), 0)]]);
        }
    }

    // Options that enter a rate run from one end to the other, either way round, so the first one tells the direction.
    private (IReadOnlyList<string> Ids, double[] Weights) BestFirst(Item item)
    {
        var shares = Model(item)?.Shares;
        List<(string Id, double Weight)> options = item.Kind == ItemKind.Number
            ? [.. Enumerable.Range(0, 11).Select(number => (number.ToString(), Weight(number.ToString(), number)))]
            : [.. item.Options.Index().Where(o => o.Item.Class != OptionClass.Excluded).Select(o => (o.Item.Id, Weight(o.Item.Id, o.Index)))];
        if (item.Kind == ItemKind.Number || item.Options.First(option => option.Class != OptionClass.Excluded).Class == OptionClass.Unfavorable)
            options.Reverse();
        return ([.. options.Select(option => option.Id)], [.. options.Select(option => option.Weight)]);

        double Weight(string id, int index) => shares is null ? DemoDefaults.Share(item, index) : shares.GetValueOrDefault(id);
    }

    private RawAnswer Several(Item item, Person person)
    {
        var shares = Model(item)?.Shares;
        var chosen = item.Options.Index()
            .Where(o => person.Random.NextDouble() < (shares?.GetValueOrDefault(o.Item.Id) ?? DemoDefaults.Share(item, o.Index)))
            .Select(o => o.Item.Id)
            .ToList();
        if (chosen.Count == 0 && item.IsRequired) chosen.Add(item.Options[0].Id);
        // Nobody ticks "none of these" beside others; who ticked nothing else did.
        var alone = chosen.FirstOrDefault(id => item.Options.Any(option => option.Id == id && option.IsExclusive));
        if (alone is not null && chosen.Count > 1)
        {
            chosen.RemoveAll(id => item.Options.Any(option => option.Id == id && option.IsExclusive));
            if (chosen.Count == 0) chosen.Add(alone);
        }
        return new RawAnswer(chosen, IsList: true);
    }

    private RawAnswer Comment(Item item, Person person)
    {
        var comments = model.Comments?.GetValueOrDefault(item.Id);
        var writes = person.Random.NextDouble() < (comments?.Share ?? 0);
        var texts = comments?.Texts.GetValueOrDefault(person.Language) is not { } inLanguage ? []
            : person.IsContent ? inLanguage.Favorable : inLanguage.Unfavorable;
        if (writes && texts.Count > 0) return new RawAnswer([texts[person.Random.Next(texts.Count)]]);
        return new RawAnswer(item.IsRequired ? ["…"] : []);
    }

    private static double GroupShift(List<DemoEffect> effects, Person person) =>
        effects.Where(effect => person.Facts.GetValueOrDefault(effect.Item) == effect.Option).Sum(effect => effect.Shift);

    private IReadOnlyDictionary<string, double>? ProfileShares(Person person, Item item) =>
        _profiles.GetValueOrDefault(person.School.Value)?.LastOrDefault(profile => profile.Shares.ContainsKey(item.Id))?.Shares[item.Id];

    private static IReadOnlyDictionary<string, double>? Given(DemoGiven? given, Person person) =>
        given?.Shares.GetValueOrDefault(person.Facts.GetValueOrDefault(given.Item, ""));

    private DemoItem? Model(Item item) => model.Items?.GetValueOrDefault(item.Id);
}
