using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Pages;

/// <summary>The form of one school in one wave: empty, or come back with what was typed and what is wrong with it.</summary>
public sealed record FormView
{
    /// <summary>Its language is one of the survey's.</summary>
    public required PageFrame Frame { get; init; }

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

    /// <summary>What was typed for the item. A choice that the item's condition rules out is cleared: radios cannot be unset by hand.</summary>
    internal IReadOnlyList<string> ValuesOf(Item item)
    {
        var clears = item.Kind != ItemKind.Comment
            && Problems.Any(problem => problem.ItemId == item.Id && problem.Code == AnswerProblemCode.HiddenAnswered);
        return !clears && Answers.TryGetValue(item.Id, out var answer) ? answer.Values ?? [] : [];
    }
}
