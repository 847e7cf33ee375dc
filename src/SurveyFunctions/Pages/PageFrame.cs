namespace SurveyFunctions.Pages;

/// <summary>What every page's view says about the page around its content.</summary>
public sealed record PageFrame
{
    /// <summary>The language of the content; a BCP 47 primary tag.</summary>
    public required string Language { get; init; }

    /// <summary>What the reader may switch to, in the order offered; with one or none there is no switch.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Query that a switch of the language keeps, such as <c>via=qr</c>; null: nothing.</summary>
    public string? KeptQuery { get; init; }

    /// <summary>The page shows or collects made-up answers, and says so.</summary>
    public bool IsDemo { get; init; }

    public PageTexts Texts => PageTexts.In(Language);
}
