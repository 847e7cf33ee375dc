using Surveys.Ids;

namespace Surveys.Definitions;

/// <summary>
/// One immutable version of a survey, as read and validated by <c>SurveyReader</c>. A wave pins one, so that the
/// meaning of every stored answer is fixed.
/// </summary>
public sealed record SurveyVersion
{
    public required SurveyId Id { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Version { get; init; }

    /// <summary>Whom it can ask, each once; a wave asks one of them.</summary>
    public required IReadOnlyList<Audience> Audiences { get; init; }

    /// <summary>Whom it asks; of a survey for several this is known in a wave alone: <see cref="For"/>.</summary>
    public Audience Audience => Audiences[0];

    /// <summary>BCP 47 tags, the first is the default.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>Shown above the first question; null if none.</summary>
    public LocalizedText? Introduction { get; init; }

    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>In the order asked.</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>-1: the survey is not offered in this language.</summary>
    public int IndexOfLanguage(string? language)
    {
        for (var i = 0; i < Languages.Count; i++)
        {
            if (Languages[i] == language)
                return i;
        }
        return -1;
    }

    /// <summary>As a wave asks it.</summary>
    /// <param name="audience">Which the wave names; null: there is only one.</param>
    public SurveyVersion For(Audience? audience) => audience is { } named && Audiences.Count > 1 ? this with { Audiences = [named] } : this;

    /// <summary>The overall item; null if the survey has none.</summary>
    public Item? Headline => Items.FirstOrDefault(item => item.IsHeadline);
}

/// <summary>A named set of scale items with a rate of its own.</summary>
public sealed record Topic
{
    public required string Id { get; init; }

    public required LocalizedText Text { get; init; }
}

/// <summary>Who answers a survey.</summary>
public enum Audience
{
    /// <summary>Parents and carers, about their child's school.</summary>
    Family,

    /// <summary>The staff of a school, about their school.</summary>
    Staff,

    /// <summary>Member organisations, about the services they receive.</summary>
    Member,
}
