using Surveys.Definitions;
using Surveys.Ids;

namespace Surveys.Tests.Answers;

/// <summary>A survey with every kind of item and a chain of two conditions; small enough to count by hand.</summary>
public static class SmallSurvey
{
    // Indexes of the items.
    public const int Overall = 0;
    public const int Welcome = 1;
    public const int Ignored = 2;
    public const int HomeLanguage = 3;
    public const int Ways = 4;
    public const int Recommend = 5;
    public const int Interpreter = 6;
    public const int More = 7;

    public static readonly SurveyVersion Survey = new()
    {
        Id = new SurveyId("small"),
        Version = 1,
        Audiences = [Audience.Family],
        Languages = ["en", "ar"],
        Title = Text("Small"),
        Topics = [new Topic { Id = "belonging", Text = Text("Belonging") }],
        Items =
        [
            Item("overall", ItemKind.Scale, Agree()) with { IsHeadline = true, IsRequired = true },
            Item("welcome", ItemKind.Scale, Agree()) with { TopicId = "belonging" },
            // Negatively worded: to agree is unfavorable.
            Item("ignored", ItemKind.Scale, Agree(reversed: true)) with { TopicId = "belonging" },
            Item("home-language", ItemKind.SingleChoice, Plain("english", "somali")) with { IsGroup = true },
            Item("ways", ItemKind.MultipleChoice, Plain("phone", "paper", "visit")),
            Item("recommend", ItemKind.Number, []),
            Item("interpreter", ItemKind.SingleChoice, Plain("yes", "no")) with
            {
                IsRequired = true,
                ShowIf = new Condition { ItemId = "ways", AnyOf = ["visit"] },
            },
            Item("more", ItemKind.Comment, []) with
            {
                MaxLength = 20,
                ShowIf = new Condition { ItemId = "interpreter", AnyOf = ["no"] },
            },
        ],
    };

    public static LocalizedText Text(string text) => new(new Dictionary<string, string> { ["en"] = text, ["ar"] = text });

    public static Item Item(string id, ItemKind kind, IReadOnlyList<Option> options) =>
        new() { Id = id, Kind = kind, Text = Text(id), Options = options };

    /// <summary>A multiple choice some of whose options exclude all others.</summary>
    public static Item Exclusive(string id, string[] options, string[] exclusive) =>
        Item(id, ItemKind.MultipleChoice, [.. Plain(options), .. Plain(exclusive).Select(option => option with { IsExclusive = true })]);

    private static Option[] Agree(bool reversed = false) =>
    [
        Option("agree", reversed ? OptionClass.Unfavorable : OptionClass.Favorable),
        Option("neither", OptionClass.Neutral),
        Option("disagree", reversed ? OptionClass.Favorable : OptionClass.Unfavorable),
        Option("dont-know", OptionClass.Excluded),
    ];

    private static Option[] Plain(params string[] ids) => [.. ids.Select(id => Option(id, OptionClass.Excluded))];

    private static Option Option(string id, OptionClass optionClass) => new() { Id = id, Text = Text(id), Class = optionClass };
}
