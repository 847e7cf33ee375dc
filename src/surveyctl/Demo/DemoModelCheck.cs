using Surveys.Answers;
using Surveys.Readings;

namespace Surveyctl.Demo;

/// <summary>
/// Holds a demo community against the survey it answers and the schools it names: a name that is not there would
/// otherwise be ignored without a word.
/// </summary>
public sealed class DemoModelCheck
{
    private readonly DemoModel _model;
    private readonly Dictionary<string, Item> _items;
    private readonly SurveyVersion _survey;
    private readonly HashSet<string> _schools;
    private readonly List<DefinitionProblem> _problems = [];

    private DemoModelCheck(DemoModel model, SurveyVersion survey, IEnumerable<MadeUpSchool> schools)
    {
        _model = model;
        _survey = survey;
        _items = survey.Items.ToDictionary(item => item.Id);
        _schools = [.. schools.Select(school => school.Id.Value)];
    }

    /// <summary>Every problem, with its JSON pointer; empty if the community fits.</summary>
    /// <param name="schools">Those that answer in the wave.</param>
    public static IReadOnlyList<DefinitionProblem> Problems(DemoModel model, SurveyVersion survey, IEnumerable<MadeUpSchool> schools)
    {
        var check = new DemoModelCheck(model, survey, schools);
        check.Chance("/skip", model.Skip);
        check.Chance("/excluded", model.Excluded);
        check.Turnout();
        check.Schools();
        check.Items();
        check.Effects();
        check.PageLanguage();
        check.Comments();
        return check._problems;
    }

    private void Turnout()
    {
        var turnout = _model.Turnout;
        Chance("/turnout/rate", turnout.Rate);
        if (turnout.RateSpread < 0) Problem("/turnout/rateSpread", "A spread is not negative.");
        if (turnout.TiltSpread < 0) Problem("/turnout/tiltSpread", "A spread is not negative.");
        if (turnout.Rate is null == turnout.CountBetween is null)
            Problem("/turnout", "Give either a rate or countBetween.");
        if (turnout.CountBetween is { } between && !(between is [var fewest, var most] && fewest >= 0 && fewest <= most))
            Problem("/turnout/countBetween", "Give two numbers, the fewest and the most.");
        if (_model.Channels is { } channels)
            Weights("/channels", channels, [.. Enum.GetNames<Channel>().Select(name => name.ToLowerInvariant())], "channel");
    }

    private void Schools()
    {
        foreach (var (id, school) in _model.Schools ?? new Dictionary<string, DemoSchool>())
        {
            School($"/schools/{id}", id);
            Chance($"/schools/{id}/rate", school.Rate);
            if (school.Count < 0) Problem($"/schools/{id}/count", "A count is not negative.");
        }
        foreach (var (name, profile) in _model.Profiles ?? new Dictionary<string, DemoProfile>())
        {
            foreach (var (index, id) in profile.Schools.Index()) School($"/profiles/{name}/schools/{index}", id);
            foreach (var (item, shares) in profile.Shares)
            {
                if (Find($"/profiles/{name}/shares/{item}", item, ItemKind.SingleChoice) is { } found)
                    Weights($"/profiles/{name}/shares/{item}", shares, OptionIds(found), "option");
            }
        }
    }

    private void School(string place, string id)
    {
        if (!_schools.Contains(id)) Problem(place, $"No school '{id}' answers in this wave.");
    }

    private void Items()
    {
        foreach (var (id, described) in _model.Items ?? new Dictionary<string, DemoItem>())
        {
            var place = $"/items/{id}";
            if (Find(place, id) is not { } item) continue;
            Chance($"{place}/excluded", described.Excluded);
            Chance($"{place}/skip", described.Skip);
            if (described.Exact && (item.Kind != ItemKind.Scale || described.Shares is null))
                Problem($"{place}/exact", "Only a scale item with shares can be exact.");
            if (described.Shares is { } shares)
                Weights($"{place}/shares", shares, OptionIds(item), "option that enters a rate", atMostOne: item.Kind == ItemKind.MultipleChoice);
            if (described.Given is not { } given) continue;
            if (item.Kind != ItemKind.SingleChoice) Problem($"{place}/given", "Only a single choice can depend on another one.");
            if (given.Item == id || _model.Items?.GetValueOrDefault(given.Item)?.Given is not null)
                Problem($"{place}/given/item", "Name a single choice that depends on no other.");
            Given($"{place}/given", given, OptionIds(item), "option");
        }
    }

    private void Effects()
    {
        foreach (var (index, effect) in (_model.Effects ?? []).Index())
        {
            if (Find($"/effects/{index}/item", effect.Item, ItemKind.SingleChoice) is { } item && !OptionIds(item).Contains(effect.Option))
                Problem($"/effects/{index}/option", $"'{effect.Option}' is no option of '{effect.Item}'.");
            if (effect.Topic is { } topic && _survey.Topics.All(known => known.Id != topic))
                Problem($"/effects/{index}/topic", $"'{topic}' is no topic of the survey.");
        }
    }

    private void PageLanguage()
    {
        if (_model.PageLanguage is { } given) Given("/pageLanguage", given, _survey.Languages, "language");
    }

    private void Comments()
    {
        foreach (var (id, comments) in _model.Comments ?? new Dictionary<string, DemoComments>())
        {
            if (Find($"/comments/{id}", id, ItemKind.Comment) is not { } item) continue;
            Chance($"/comments/{id}/share", comments.Share);
            foreach (var (language, texts) in comments.Texts)
            {
                if (!_survey.Languages.Contains(language)) Problem($"/comments/{id}/texts/{language}", $"'{language}' is no language of the survey.");
                if (texts.Favorable.Concat(texts.Unfavorable).Any(text => text.Length > item.MaxLength))
                    Problem($"/comments/{id}/texts/{language}", $"A comment is longer than {item.MaxLength} characters.");
            }
        }
    }

    private void Given(string place, DemoGiven given, IReadOnlyCollection<string> names, string noun)
    {
        if (Find($"{place}/item", given.Item, ItemKind.SingleChoice) is not { } item) return;
        foreach (var (option, shares) in given.Shares)
        {
            if (!OptionIds(item).Contains(option)) Problem($"{place}/shares/{option}", $"'{option}' is no option of '{item.Id}'.");
            Weights($"{place}/shares/{option}", shares, names, noun);
        }
    }

    private void Weights(
        string place, IReadOnlyDictionary<string, double> shares, IReadOnlyCollection<string> names, string noun, bool atMostOne = false)
    {
        foreach (var (name, share) in shares)
        {
            if (!names.Contains(name)) Problem($"{place}/{name}", $"'{name}' is no {noun}; there are {string.Join(", ", names)}.");
            if (share < 0 || (atMostOne && share > 1)) Problem($"{place}/{name}", "Give 0 or more, and for a multiple choice at most 1.");
        }
        if (shares.Values.Sum() <= 0) Problem(place, "All shares are zero.");
    }

    private void Chance(string place, double? chance)
    {
        if (chance is < 0 or > 1) Problem(place, $"{chance} is not between 0 and 1.");
    }

    private Item? Find(string place, string id, ItemKind? kind = null)
    {
        var item = _items.GetValueOrDefault(id);
        if (item is null)
            Problem(place, $"'{id}' is no item of the survey.");
        else if (kind is not null && item.Kind != kind)
            Problem(place, $"'{id}' is of another kind; this takes {kind}.");
        else
            return item;
        return null;
    }

    private static IReadOnlyCollection<string> OptionIds(Item item) => item.Kind switch
    {
        ItemKind.Number => [.. Enumerable.Range(0, 11).Select(number => number.ToString())],
        ItemKind.Scale => [.. item.Options.Where(option => option.Class != OptionClass.Excluded).Select(option => option.Id)],
        _ => [.. item.Options.Select(option => option.Id)],
    };

    private void Problem(string place, string message) => _problems.Add(new DefinitionProblem(place, message));
}
