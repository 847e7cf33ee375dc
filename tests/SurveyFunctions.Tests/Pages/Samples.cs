using SurveyFunctions.Intake;
using SurveyFunctions.Pages;
using SurveyFunctions.Results;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Releases;

namespace SurveyFunctions.Tests.Pages;

/// <summary>A survey with an item of every kind, and views of it.</summary>
internal static class Samples
{
    public static readonly string[] Languages = [.. PageTexts.Languages];

    /// <summary>Pages have no words in them; the latter is written from right to left.</summary>
    public static readonly string[] WithoutWords = ["am", "fa"];

    private static IReadOnlyList<Option> Agree { get; } =
    [
        Choice("agree") with { Class = OptionClass.Favorable },
        Choice("neither") with { Class = OptionClass.Neutral },
        Choice("disagree") with { Class = OptionClass.Unfavorable },
        Choice("dont-know"),
    ];

    public static SurveyVersion Survey { get; } = new()
    {
        Id = new SurveyId("climate"),
        Version = 1,
        Audiences = [Audience.Family],
        Languages = Languages,
        Title = Text("Family survey"),
        Introduction = Text("Tell us about the school."),
        Topics =
        [
            new Topic { Id = "belonging", Text = Text("Belonging") },
            new Topic { Id = "safety", Text = Text("Safety") },
        ],
        Items =
        [
            Item("overall", ItemKind.Scale) with { IsHeadline = true, IsRequired = true, Hint = Text("All in all."), Options = Agree },
            Item("welcome", ItemKind.Scale) with { TopicId = "belonging", Options = Agree },
            Item("heard", ItemKind.Scale) with { TopicId = "belonging", Options = Agree },
            Item("safe", ItemKind.Scale) with { TopicId = "safety", Options = Agree },
            Item("interpreter", ItemKind.SingleChoice) with { IsGroup = true, Options = [Choice("yes"), Choice("no")] },
            Item("quality", ItemKind.Scale) with
            {
                TopicId = "safety",
                Options = Agree,
                ShowIf = new Condition { ItemId = "interpreter", AnyOf = ["yes"] },
            },
            Item("ways", ItemKind.MultipleChoice) with { Options = [Choice("mail"), Choice("phone"), Choice("visit")] },
            Item("recommend", ItemKind.Number),
            Item("more", ItemKind.Comment) with { MaxLength = 1000 },
        ],
    };

    public static PageFrame Frame(string language) => new() { Texts = PageTexts.In(language), Languages = PageTexts.All };

    public static FormView Form(string language) => new()
    {
        Frame = Frame(language) with { SwitchForm = FormView.FormId },
        Survey = Survey,
        TenantName = "Coalition",
        WaveTitle = "Fall 2026",
        SchoolName = "Rainier View",
        Action = "/f/fall/rainier-view",
        ResponseId = new ResponseId(new Guid("5b2c1c6e-33a5-4a30-8f46-7f3a6c0b9d11")),
        Channel = Channel.Qr,
    };

    /// <summary>A form that came back: one problem of every place it can be shown at.</summary>
    public static FormView RefusedForm(string language) => Form(language) with
    {
        Answers = new Dictionary<string, RawAnswer>
        {
            ["welcome"] = new(["agree"]),
            ["quality"] = new(["agree"]),
            ["ways"] = new(["mail", "visit"], IsList: true),
            ["recommend"] = new(["7"]),
            ["more"] = new(["\n<b>\"So\" & so</b>"]),
        },
        Problems =
        [
            new AnswerProblem("overall", AnswerProblemCode.RequiredMissing),
            new AnswerProblem("quality", AnswerProblemCode.HiddenAnswered),
            new AnswerProblem("ways", AnswerProblemCode.UnknownOption, "pigeon"),
            new AnswerProblem("ways", AnswerProblemCode.ExclusiveCombined, "mail"),
            new AnswerProblem("more", AnswerProblemCode.CommentTooLong, "1001"),
            new AnswerProblem("<script>", AnswerProblemCode.UnknownItem),
        ],
    };

    public static DashboardView Dashboard(string language) => new()
    {
        Frame = Frame(language),
        Survey = Survey,
        WaveTitle = "Families, fall 2026",
        IsOpen = true,
        Results = new ShownScope
        {
            Scope = Link("southeast"),
            Parents = [Link("seattle")],
            ReleaseId = "r1",
            AsOf = new DateTimeOffset(2026, 11, 21, 23, 4, 0, TimeSpan.Zero),
            IsSettled = true,
            Participation = new ShownParticipation(640, 4200, 15, IsLow: true),
            Languages = ["en", "ar", "zh-Hans"],
            Headline = Rate(62, 9, 29),
            Survey = Rate(60, 15, 25),
            Topics = [new ShownTopic("belonging", Rate(48, 20, 32)), new ShownTopic("safety", ShownRate.Hidden)],
            Items =
            [
                new ShownItem("overall", Rate(62, 9, 29), 6.4m),
                new ShownItem("welcome", Rate(50, 18, 32), 5.9m),
                new ShownItem("heard", Rate(46, 22, 33), 5.5m),
                new ShownItem("safe", ShownRate.Hidden, null),
                new ShownItem("quality", ShownRate.Hidden, null),
            ],
            Children =
            [
                new ShownChild(Link("rainier-view"), new ShownParticipation(214, 900, 24, IsLow: false), Rate(70, 10, 20), Rate(66, 14, 20)),
                new ShownChild(Link("unknown-enrolment"), new ShownParticipation(144, null, null, IsLow: false), Rate(40, 20, 40), Rate(41, 19, 40)),
                new ShownChild(Link("tiny"), ShownParticipation.Hidden, ShownRate.Hidden, ShownRate.Hidden),
            ],
        },
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"),
        MinimumCell = 10,
        HrefOf = scope => $"/w/fall/{scope.Value}",
        AboutHref = $"/about-figures/fall?lang={language}",
        JsonHref = "/api/waves/fall/results/southeast",
        CsvHref = "/api/waves/fall/results/southeast.csv",
    };

    /// <summary>Nothing may be shown of any scope.</summary>
    public static DashboardView HiddenDashboard(string language)
    {
        var view = Dashboard(language);
        return view with
        {
            Results = view.Results with
            {
                Participation = ShownParticipation.Hidden,
                Languages = [],
                Headline = ShownRate.Hidden,
                Survey = ShownRate.Hidden,
                Topics = [.. view.Results.Topics.Select(topic => topic with { Rate = ShownRate.Hidden })],
                Items = [.. view.Results.Items.Select(item => new ShownItem(item.ItemId, ShownRate.Hidden, null))],
                Children = [.. view.Results.Children.Select(child => new ShownChild(child.Scope, ShownParticipation.Hidden, ShownRate.Hidden, ShownRate.Hidden))],
            },
        };
    }

    public static AboutFiguresView AboutFigures(string language) =>
        new() { Frame = Frame(language), WaveTitle = "Families, fall 2026", MinimumCell = 10, DashboardHref = "/w/fall" };

    public static ScopeLink Link(string id) => new(new ScopeId(id), $"Name of {id}", "school");

    public static ShownRate Rate(int favorable, int neutral, int unfavorable) => new()
    {
        N = 600,
        Favorable = favorable,
        Neutral = neutral,
        Unfavorable = unfavorable,
        Low = favorable - 4,
        High = favorable + 4,
    };

    /// <summary>The same words in every language, marked with it; others in their own letters.</summary>
    public static LocalizedText Text(string words) => new(Languages.Concat(WithoutWords).ToDictionary(
        language => language,
        language => language switch
        {
            "en" => words,
            "ar" => $"نص {words}",
            "am" => "እሺ",
            "fa" => "باشه",
            _ => $"{words} ({language})",
        }));

    private static Option Choice(string id) => new() { Id = id, Text = Text($"Option {id}"), Class = OptionClass.Excluded };

    private static Item Item(string id, ItemKind kind) => new() { Id = id, Kind = kind, Text = Text($"Question {id}?"), Options = [] };
}
