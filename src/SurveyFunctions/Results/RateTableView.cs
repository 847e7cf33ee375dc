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
            Row(view, view.TextOf(topic.Text), rates.GetValueOrDefault(topic.Id, ShownRate.Hidden)) with
            {
                Href = view.Results.IsSettled ? $"#t-{topic.Id}" : null,
            }));
    }

    /// <param name="topic">Null: the items of no topic, but for the headline.</param>
    public static RateTableView OfItems(DashboardView view, Topic? topic)
    {
        var rates = view.Results.Items.ToDictionary(item => item.ItemId, item => item.Rate);
        var items = view.Survey.Items.Where(item => item.Kind is ItemKind.Scale && !item.IsHeadline && item.TopicId == topic?.Id);
        return Of(view, "dashboard.items-caption", "dashboard.question", items.Select(item =>
            Row(view, view.TextOf(item.Text), rates.GetValueOrDefault(item.Id, ShownRate.Hidden)) with
            {
                Note = item.IsReversed ? view.Texts["dashboard.negative"] : null,
            }));
    }

    /// <summary>The values of a group: how each sees the whole and the topics.</summary>
    public static RateTableView OfGroup(DashboardView view, ShownGroup group)
    {
        var item = view.Survey.Items.First(item => item.Id == group.ItemId);
        return new RateTableView
        {
            Class = "rates children",
            Caption = view.Texts["dashboard.group-caption"],
            NameHeading = view.Texts["dashboard.group"],
            Headings = [view.Texts["rate.favorable"], view.Texts["dashboard.gap"], .. view.Survey.Topics.Select(topic => (PageText)view.TextOf(topic.Text)), view.Texts["dashboard.responses"]],
            IsHeadingInCells = true,
            Rows = group.Values.Select(value =>
            {
                var topline = value.Headline ?? ShownRate.Hidden;
                return new RateRow(
                    value.OptionId is { } option ? view.TextOf(item.Options.First(one => one.Id == option).Text) : view.Texts["dashboard.not-stated"],
                    new RateBarView(view.Frame, topline),
                    [view.Favorable(topline), view.GapOf(topline), .. value.Topics.Select(topic => view.WithGap(topic.Rate)), view.Count(value.Responses)]);
            }),
        };
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
                    view.NameOf(child.Scope),
                    new RateBarView(view.Frame, topline),
                    [
                        view.Favorable(topline), view.Share(topline.Unfavorable), view.Favorable(child.Survey),
                        view.Responses(child.Participation), view.ResponseRate(child.Participation) with { IsLow = child.Participation.IsLow },
                    ])
                {
                    IsScope = true,
                    Href = child.Scope.Part is ScopePart.Late or ScopePart.Itself ? null : view.HrefOf(child.Scope.Id),
                };
            }),
        };
    }

    private static RateTableView Of(DashboardView view, string captionKey, string nameKey, IEnumerable<RateRow> rows) => new()
    {
        Caption = view.Texts[captionKey],
        NameHeading = view.Texts[nameKey],
        Headings = [.. KindsOf(view).Select(kind => view.Texts[$"rate.{kind}"]), view.Texts["rate.answers"]],
        Rows = rows,
    };

    /// <summary>Of topics the favorable share alone is told while the wave is open.</summary>
    private static IEnumerable<string> KindsOf(DashboardView view) => RateBarView.Kinds.Take(view.Results.IsSettled ? RateBarView.Kinds.Count : 1);

    private static RateRow Row(DashboardView view, string name, ShownRate rate) => new(
        name, new RateBarView(view.Frame, rate), [.. KindsOf(view).Zip(view.Shares(rate), (_, share) => share.Figure), view.Count(rate.N)]);
}

/// <param name="Figures">One for each heading of the table.</param>
public sealed record RateRow(PageText Name, RateBarView Bar, IReadOnlyList<FigureView> Figures)
{
    /// <summary>What to know of it; null: nothing.</summary>
    public PageText? Note { get; init; }

    /// <summary>Its name is that of a scope, in whatever script.</summary>
    public bool IsScope { get; init; }

    /// <summary>Null: its name is no link.</summary>
    public string? Href { get; init; }
}

/// <param name="Text">As readers see it; null: it may not be shown.</param>
/// <param name="IsLow">Too few answered for it to tell much.</param>
public sealed record FigureView(PageTexts Texts, PageText? Text, bool IsLow = false);
