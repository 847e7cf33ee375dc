using Surveys.Ids;

namespace SurveyEngine.Waves;

/// <summary>What was mended in an open wave, or would be.</summary>
/// <param name="Changes">Names, titles and populations.</param>
/// <param name="Added">Schools that it asks from now on.</param>
/// <param name="NotAsked">Schools that were loaded since, which it does not ask and could.</param>
/// <param name="Kept">Where its structure differs from what is loaded now: it keeps its own. A sentence each.</param>
public sealed record WaveMending(
    IReadOnlyList<MendedValue> Changes,
    IReadOnlyList<SchoolId> Added,
    IReadOnlyList<SchoolId> NotAsked,
    IReadOnlyList<string> Kept);

/// <param name="What"><c>name</c>, <c>title</c> or <c>population</c>.</param>
/// <param name="Of">The id of a node, a collection or the tenant; of a title its language.</param>
/// <param name="Before">Null: there was none, or it was unknown.</param>
/// <param name="After">The same.</param>
public sealed record MendedValue(string What, string Of, string? Before, string? After);
