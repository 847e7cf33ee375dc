namespace SurveyFunctions.Pages;

/// <summary>What went wrong, at the top of a page that came back: read aloud at once, and where the page is entered.</summary>
internal static class Alert
{
    /// <param name="id">Of the element that holds the title.</param>
    /// <param name="title">What went wrong.</param>
    /// <param name="content">What to do, as paragraphs and lists.</param>
    public static Html Render(string id, string title, Html content) => $"""
        <div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="{id}">
        <h2 id="{id}">{title}</h2>
        {content}
        </div>
        """;
}
