using SurveyFunctions.Pages;

using Surveys.Definitions;
using Surveys.Releases;

namespace SurveyFunctions.Results;

/// <summary>The answers to a question that is in no topic: a choice, or a number from 0 to 10.</summary>
/// <param name="Rows">The text of each answer and its share; empty: none is told.</param>
/// <param name="Notes">What to know of it.</param>
public sealed record AnswersTableView(PageTexts Texts, IReadOnlyList<(PageText Name, FigureView Share)> Rows, IReadOnlyList<PageText> Notes)
{
    public static AnswersTableView Of(DashboardView view, ShownItem shown)
    {
        var item = view.ItemOf(shown.ItemId);
        var notes = new List<PageText>();
        if (item.Kind is ItemKind.Number)
        {
            notes.Add(PageText.Join(", ", [.. view.Shares(shown.Rate).Select(share => (PageText)$"{view.Texts[$"rate.{share.Kind}"]} {share.Figure.Text ?? Figures.NotShown}")]));
            notes.Add(view.Texts["dashboard.number-classes"]);
        }
        if (shown.MeanScore is { } mean)
            notes.Add(view.Texts.With("dashboard.mean", ("mean", mean.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        if (item.Kind is ItemKind.MultipleChoice && shown.Rate.N is { } respondents)
            notes.Add(view.Texts.With("dashboard.of-respondents", ("number", Figures.Count(respondents))));
        else if (shown.Rate.N is { } count)
            notes.Add(view.Texts.With("dashboard.count", ("number", Figures.Count(count))));
        if (item.Kind is not ItemKind.Number && shown.Answers is null)
            notes.Add($"{Figures.NotShown} {view.Texts["rate.not-shown"]}");
        var rows = (shown.Answers ?? new Dictionary<string, int?>()).Select(answer => (
            item.Options.FirstOrDefault(option => option.Id == answer.Key) is { } option ? (PageText)view.TextOf(option.Text) : answer.Key,
            view.Share(answer.Value)));
        return new AnswersTableView(view.Texts, [.. rows], notes);
    }
}
