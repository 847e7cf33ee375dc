using RazorSlices;

namespace SurveyFunctions.Pages;

/// <summary>What a page shows; this much of it is in the layout around every page.</summary>
public abstract record PageView
{
    public required PageFrame Frame { get; init; }

    /// <summary>The document's title, to which the layout adds the name of the site.</summary>
    public abstract PageText Title { get; }

    public PageTexts Texts => Frame.Texts;
}

/// <summary>What every page's view says about the page around its content.</summary>
public sealed record PageFrame
{
    /// <summary>The field of a form that says: the page is wanted in this language, with all that was ticked and typed. Nothing is stored.</summary>
    public const string SwitchField = "switch";

    /// <summary>In the language of the content.</summary>
    public required PageTexts Texts { get; init; }

    /// <summary>What the reader may switch to, in the order offered; with one or none there is no switch.</summary>
    public IReadOnlyList<PageTexts> Languages { get; init; } = [];

    /// <summary>Query that a switch of the language keeps, such as <c>via=qr</c>; null: nothing.</summary>
    public string? KeptQuery { get; init; }

    /// <summary>
    /// The id of the page's form that a switch of the language sends, so that what was ticked and typed comes along; null: a switch is a
    /// plain link.
    /// </summary>
    public string? SwitchForm { get; init; }

    /// <summary>
    /// On a shared device: where somebody begins who goes back to this page, which is emptied when it is left; null: it is shown again.
    /// </summary>
    public string? StartHref { get; init; }

    /// <summary>The key of what every page says that shows or collects made-up answers; null: it says nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>The reader is signed in, and is offered the page of what they may see.</summary>
    public bool IsSignedIn { get; init; }

    /// <summary>A BCP 47 tag.</summary>
    public string Language => Texts.Language;

    /// <summary>The start page.</summary>
    public string HomeHref => $"/?{PageLanguage.Query}={Language}";

    /// <summary>The same page in another language.</summary>
    public string HrefIn(string language) =>
        KeptQuery is null ? $"?{PageLanguage.Query}={language}" : $"?{KeptQuery}&{PageLanguage.Query}={language}";

    /// <summary>Where <see cref="SwitchForm"/> is sent for that.</summary>
    public string SwitchHrefIn(string language) => $"{HrefIn(language)}&{Address.Sent}";
}

/// <summary>A link as a page shows it.</summary>
public sealed record PageLink(PageText Text, string Href);

/// <summary>What went wrong with what was sent, and what to do.</summary>
/// <param name="Id">Of the element that holds the title.</param>
/// <param name="Hint">Null: none.</param>
/// <param name="Entries">Each thing that is wrong, and the field to correct it in; null: there is none on the page.</param>
public sealed record AlertView(string Id, PageText Title, PageText? Hint, params IReadOnlyList<(PageText Message, PageLink? Field)> Entries);

/// <summary>What the template of a page inherits: the layout, and the texts in the page's language.</summary>
public abstract class PageTemplate<TView> : RazorSlice<TView>, IUsesLayout<Layout, PageView>
    where TView : PageView
{
    public PageView LayoutModel => Model;

    protected PageTexts Texts => Model.Texts;
}
