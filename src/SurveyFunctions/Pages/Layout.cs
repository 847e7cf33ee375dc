namespace SurveyFunctions.Pages;

/// <summary>The document around every page: it needs no script and, but for one stylesheet and an icon, no second request.</summary>
internal static class Layout
{
    public static Html Render(PageFrame frame, string title, Html main)
    {
        var texts = frame.Texts;
        return $"""
            <!doctype html>
            <html lang="{frame.Language}" dir="{PageLanguages.DirectionOf(frame.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} – {texts["site.name"]}</title>
            <link rel="stylesheet" href="{Asset.Style.Address}">
            <link rel="icon" type="image/svg+xml" href="{Asset.Icon.Address}">
            </head>
            <body>
            <a class="skip" href="#main"{ForeignTo(frame)}>{texts["site.skip"]}</a>
            <header{ForeignTo(frame)}>
            <div class="site">
            <a class="home" href="/?lang={frame.Language}">{texts["site.name"]}</a>
            {LanguageSwitch(frame)}
            </div>
            {Html.When(frame.IsDemo, $"""<p class="demo">{texts["site.demo"]}</p>""")}
            </header>
            <main id="main" tabindex="-1">
            {main}
            </main>
            <footer{ForeignTo(frame)}><p>{texts["site.footer"]}</p></footer>
            </body>
            </html>

            """;
    }

    // Texts that stand in for a language without its own are marked as what they are, so that they are read aloud and laid out right.
    private static Html ForeignTo(PageFrame frame)
    {
        var language = frame.Texts.Language;
        return Html.When(language != frame.Language, $" lang=\"{language}\" dir=\"{PageLanguages.DirectionOf(language)}\"");
    }

    private static Html LanguageSwitch(PageFrame frame) => Html.When(frame.Languages.Count > 1, $"""
        <nav class="languages" aria-label="{frame.Texts["site.languages"]}"><ul>
        {Html.Each(frame.Languages, language => LanguageLink(frame, language))}</ul></nav>
        """);

    private static Html LanguageLink(PageFrame frame, string language)
    {
        Html name = $"""<bdi lang="{language}">{PageLanguages.NameOf(language)}</bdi>""";
        if (language == frame.Language)
            return $"""<li><span aria-current="true">{name}</span></li>""";
        var query = frame.KeptQuery is null ? $"?lang={language}" : $"?{frame.KeptQuery}&lang={language}";
        return $"""<li><a href="{query}" hreflang="{language}">{name}</a></li>""";
    }
}
