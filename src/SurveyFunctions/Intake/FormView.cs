using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>
/// The form of one school in one wave: empty, or come back with what was typed and what is wrong with it. The page's language is one of
/// the survey's.
/// </summary>
public sealed record FormView : PageView
{
    public required SurveyVersion Survey { get; init; }

    public required string WaveTitle { get; init; }

    public required string SchoolName { get; init; }

    /// <summary>Where the form is posted to.</summary>
    public required string Action { get; init; }

    /// <summary>Made for this form and kept when it comes back, so that sending twice is one response.</summary>
    public required ResponseId ResponseId { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>As sent, by item id; empty for a new form.</summary>
    public IReadOnlyDictionary<string, RawAnswer> Answers { get; init; } = new Dictionary<string, RawAnswer>();

    /// <summary>In the order of the items; empty for a new form.</summary>
    public IReadOnlyList<AnswerProblem> Problems { get; init; } = [];

    /// <summary>Nothing is wrong with the answers, but the storage did not take them: the form says so and asks to send again.</summary>
    public bool CouldNotBeStored { get; init; }

    public string Heading => Survey.Title.In(Frame.Language);

    public override PageText Title => Problems.Count == 0 ? Heading : Texts.With("form.problem-title", ("title", Heading));

    public string? Introduction => Survey.Introduction?.In(Frame.Language);

    public string ChannelText => ChannelName.Of(Channel);

    public AlertView? Alert =>
        Problems.Count > 0 ? new("errors-title", Texts["form.errors"], Texts["form.errors-hint"], [.. Problems.Select(EntryOf)])
        : CouldNotBeStored ? new("not-stored-title", Texts["form.not-stored"], Texts["form.not-stored-hint"])
        : null;

    /// <summary>
    /// Items that follow each other and share a topic, or share having none. An item without a topic amid those of one, such as the
    /// question on which one of them depends, stands with them.
    /// </summary>
    public IReadOnlyList<(PageText? Heading, List<FormItemView> Items)> Sections()
    {
        List<(PageText? Heading, List<FormItemView> Items)> sections = [];
        string? current = null;
        foreach (var (index, item) in Survey.Items.Index())
        {
            var next = Survey.Items.Skip(index).Select(later => later.TopicId).FirstOrDefault(id => id is not null);
            var topicId = item.TopicId ?? (next == current ? current : null);
            if (sections.Count == 0 || topicId != current)
                sections.Add((HeadingOf(topicId) ?? (index == 0 ? null : Texts["form.more"]), []));
            sections[^1].Items.Add(new FormItemView(this, item, index + 1));
            current = topicId;
        }
        return sections;
    }

    /// <summary>What is wrong with an answer, said to the person who gave it.</summary>
    public PageText TextOf(AnswerProblem problem) =>
        Texts.With($"answer.{SubmissionError.Of(problem).Code}", ("value", problem.Value ?? ""));

    /// <summary>What was typed for the item. A choice that the item's condition rules out is cleared: radios cannot be unset by hand.</summary>
    internal IReadOnlyList<string> ValuesOf(Item item)
    {
        var clears = item.Kind != ItemKind.Comment
            && Problems.Any(problem => problem.ItemId == item.Id && problem.Code == AnswerProblemCode.HiddenAnswered);
        return !clears && Answers.TryGetValue(item.Id, out var answer) ? answer.Values ?? [] : [];
    }

    private PageText? HeadingOf(string? topicId) =>
        Survey.Topics.FirstOrDefault(topic => topic.Id == topicId) is { } topic ? (PageText)topic.Text.In(Frame.Language) : null;

    private (PageText Message, PageLink? Field) EntryOf(AnswerProblem problem)
    {
        var (index, item) = Survey.Items.Index().FirstOrDefault(entry => entry.Item.Id == problem.ItemId);
        var field = item is null ? null : new PageLink($"{index + 1}. {item.Text.In(Frame.Language)}", $"#{FormItemView.FirstInputIdOf(item)}");
        return (TextOf(problem), field);
    }
}
