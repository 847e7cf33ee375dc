using SurveyFunctions.Pages;

using Surveys.Definitions;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>FavorableRates with a name each: of topics, of the items of one, or of the scopes below.</summary>
public sealed record RateTableView
{
    public string Class { get; init; } = "rates";

    public required PageText Caption { get; init; }

    public required PageText NameHeading { get; init; }

    public required IReadOnlyList<PageText> Headings { get; init; }

    public required IEnumerable<RateRow> Rows { get; init; }

    /// <summary>On narrow screens the heading of each column is shown in its cells.</summary>
    public bool IsHeadingInCells { get; init; }

    public static RateTableView OfTopics(DashboardView view)
    {
        var rates = view.Results.Topics.ToDictionary(topic => topic.TopicId, topic => topic.Rate);
        return Of(view, "dashboard.topics-caption", "dashboard.topic", view.Survey.Topics.Select(topic =>
            Row(view, view.TextOf(topic.Text), rates.GetValueOrDefault(topic.Id, ShownRate.Hidden)) with { Href = $"#t-{topic.Id}" }));
    }

    public static RateTableView OfItems(DashboardView view, Topic topic)
    {
        var rates = view.Results.Items.ToDictionary(item => item.ItemId, item => item.Rate);
        return Of(view, "dashboard.items-caption", "dashboard.question", view.Survey.Items.Where(item => item.TopicId == topic.Id).Select(item =>
            Row(view, view.TextOf(item.Text), rates.GetValueOrDefault(item.Id, ShownRate.Hidden))));
    }

    /// <summary>The scopes below one, each with its topline and how many answered.</summary>
    public static RateTableView OfChildren(DashboardView view)
    {
        var (texts, hasHeadline) = (view.Texts, view.Survey.Headline is not null);
        return new RateTableView
        {
            Class = "rates children",
            Caption = texts[hasHeadline ? "dashboard.children-headline" : "dashboard.children-survey"],
            NameHeading = texts["dashboard.name"],
            Headings =
            [
                texts["rate.favorable"], texts["rate.unfavorable"], texts["dashboard.all-questions"],
                texts["dashboard.responses"], texts["dashboard.response-rate"],
            ],
            IsHeadingInCells = true,
            Rows = view.Results.Children.Select(child =>
            {
                var topline = hasHeadline ? child.Headline ?? ShownRate.Hidden : child.Survey;
                return new RateRow(
                    child.Scope.Name,
                    new RateBarView(view.Frame, topline),
                    [
                        view.Share(topline.Favorable), view.Share(topline.Unfavorable), view.Share(child.Survey.Favorable),
                        view.Count(child.Participation.Responses), view.ResponseRate(child.Participation) with { IsLow = child.Participation.IsLow },
                    ])
                {
                    IsScope = true,
                    Href = view.HrefOf(child.Scope.Id),
                };
            }),
        };
    }

    private static RateTableView Of(DashboardView view, string captionKey, string nameKey, IEnumerable<RateRow> rows) => new()
    {
        Caption = view.Texts[captionKey],
        NameHeading = view.Texts[nameKey],
        Headings = [.. RateBarView.Kinds.Select(kind => view.Texts[$"rate.{kind}"]), view.Texts["rate.answers"]],
        Rows = rows,
    };

    private static RateRow Row(DashboardView view, string name, ShownRate rate) => new(
        name, new RateBarView(view.Frame, rate), [.. view.Shares(rate).Select(share => share.Figure), view.Count(rate.N)]);
}

/// <param name="Figures">One for each heading of the table.</param>
public sealed record RateRow(string Name, RateBarView Bar, IReadOnlyList<FigureView> Figures)
{
    /// <summary>Its name is that of a scope, in whatever script.</summary>
    public bool IsScope { get; init; }

    /// <summary>Null: its name is no link.</summary>
    public string? Href { get; init; }
}

/// <param name="Text">As readers see it; null: it may not be shown.</param>
/// <param name="IsLow">Too few answered for it to tell much.</param>
public sealed record FigureView(PageTexts Texts, PageText? Text, bool IsLow = false);
