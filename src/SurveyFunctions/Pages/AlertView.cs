namespace SurveyFunctions.Pages;

/// <summary>What went wrong with what was sent, and what to do.</summary>
/// <param name="Id">Of the element that holds the title.</param>
/// <param name="Hint">Null: none.</param>
/// <param name="Entries">Each thing that is wrong, and the field to correct it in; null: there is none on the page.</param>
public sealed record AlertView(string Id, string Title, string? Hint, params IReadOnlyList<(string Message, PageLink? Field)> Entries);
