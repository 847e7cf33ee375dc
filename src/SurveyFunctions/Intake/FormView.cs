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
    /// <summary>Of the element.</summary>
    public const string FormId = "answers";

    public required SurveyVersion Survey { get; init; }

    /// <summary>Who asks.</summary>
    public required string TenantName { get; init; }

    public required string WaveTitle { get; init; }

    public required string SchoolName { get; init; }

    /// <summary>Until when it can be sent; null: that is not known.</summary>
    public PageText? ClosesAt { get; init; }

    /// <summary>Where the form is posted to.</summary>
    public required string Action { get; init; }

    /// <summary>Made for this form and kept when it comes back, so that sending twice is one response.</summary>
    public required ResponseId ResponseId { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>What was sent before and is to be replaced; null: this is a response of its own.</summary>
    public ResponseId? Replaces { get; init; }

    /// <summary>As sent, by item id; empty for a new form.</summary>
    public IReadOnlyDictionary<string, RawAnswer> Answers { get; init; } = new Dictionary<string, RawAnswer>();

    /// <summary>In the order of the items; empty for a new form.</summary>
    public IReadOnlyList<AnswerProblem> Problems { get; init; } = [];

    /// <summary>What stands here differs from what was sent before: the form asks whether to replace it.</summary>
    public bool WasSentBefore { get; init; }

    /// <summary>Who else may answer, with a form of their own; null: nobody is invited.</summary>
    public InvitationView? Invitation { get; init; }

    /// <summary>Nothing is wrong with the answers, but the storage did not take them: the form says so and asks to send again.</summary>
    public bool CouldNotBeStored { get; init; }

    public string Heading => Survey.Title.In(Frame.Language);

    public override PageText Title => Problems.Count == 0 ? Heading : Texts.With("form.problem-title", ("title", Heading));

    public string? Introduction => Survey.Introduction?.In(Frame.Language);

    public PageText SubmitText => Texts[Replaces is null ? "form.submit" : "form.replace"];

    public string ChannelText => ChannelName.Of(Channel);

    public AlertView? Alert =>
        Problems.Count > 0 ? new("errors-title", Texts["form.errors"], Texts["form.errors-hint"], [.. Problems.Select(EntryOf)])
        : WasSentBefore ? new(
            "sent-before-title",
            Texts["form.sent-before"],
            Texts.With("form.sent-before-hint", ("button", SubmitText)),
            Invitation is { } other ? [(other.Text, other.Form)] : [])
        : CouldNotBeStored ? new("not-stored-title", Texts["form.not-stored"], Texts["form.not-stored-hint"])
        : null;

    /// <summary>
    /// Items that follow each other and share a topic, or share having none. An item without a topic amid those of one, such as the
    /// question on which one of them depends, stands with them.
    /// </summary>
    public IEnumerable<FormSection> Sections()
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
        return sections.Select((section, index) => new FormSection(
            section.Heading,
            Texts.With("form.step", ("number", $"{index + 1}"), ("total", $"{sections.Count}")),
            section.Items));
    }

    /// <summary>What is wrong with an answer, said to the person who gave it.</summary>
    public PageText TextOf(AnswerProblem problem)
    {
        var (key, item) = ($"answer.{SubmissionError.Of(problem).Code}", Survey.Items.FirstOrDefault(item => item.Id == problem.ItemId));
        return problem.Code switch
        {
            AnswerProblemCode.HiddenAnswered when item?.ShowIf is { } condition => TextOf(key, condition),
            AnswerProblemCode.ExclusiveCombined => Texts.With(key, ("option", Quoted(item, problem.Value!))),
            _ => Texts.With(key, ("value", problem.Value ?? "")),
        };
    }

    /// <summary>A text about what has to be chosen, in which question, for another one to be asked.</summary>
    internal PageText TextOf(string key, Condition condition)
    {
        var (index, asked) = Survey.Items.Index().First(entry => entry.Item.Id == condition.ItemId);
        return Texts.With(
            key,
            ("options", PageText.Join(Texts["form.or"], [.. condition.AnyOf.Select(id => Quoted(asked, id))])),
            ("number", $"{index + 1}"),
            ("question", asked.Text.In(Frame.Language)));
    }

    internal IReadOnlyList<string> ValuesOf(Item item) => Answers.TryGetValue(item.Id, out var answer) ? answer.Values ?? [] : [];

    private PageText Quoted(Item? item, string optionId) => Texts.With(
        "form.quoted", ("text", item?.Options.FirstOrDefault(option => option.Id == optionId)?.Text.In(Frame.Language) ?? optionId));

    private PageText? HeadingOf(string? topicId) =>
        Survey.Topics.FirstOrDefault(topic => topic.Id == topicId) is { } topic ? (PageText)topic.Text.In(Frame.Language) : null;

    private (PageText Message, PageLink? Field) EntryOf(AnswerProblem problem)
    {
        var (index, item) = Survey.Items.Index().FirstOrDefault(entry => entry.Item.Id == problem.ItemId);
        var field = item is null ? null : new PageLink($"{index + 1}. {item.Text.In(Frame.Language)}", $"#{FormItemView.FirstInputIdOf(item)}");
        return (TextOf(problem), field);
    }
}

/// <summary>Questions that stand together.</summary>
/// <param name="Heading">Null: the first ones need none.</param>
/// <param name="Step">How far it is through the form, such as "3 of 6".</param>
public sealed record FormSection(PageText? Heading, PageText Step, IReadOnlyList<FormItemView> Items);
