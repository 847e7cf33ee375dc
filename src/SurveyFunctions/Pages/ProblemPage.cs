using SurveyFunctions.Problems;

namespace SurveyFunctions.Pages;

public sealed record ProblemView
{
    public required PageFrame Frame { get; init; }

    public required Problem Problem { get; init; }

    /// <summary>Where to go from here, such as the form to fill in again; null: the start page.</summary>
    public PageLink? Next { get; init; }
}

/// <summary>A public problem said to a person: what happened and what to do, in their language.</summary>
public static class ProblemPage
{
    public static Html Render(ProblemView view)
    {
        var texts = view.Frame.Texts;
        var title = texts[$"problem.{view.Problem.PageText}"];
        var next = view.Next ?? new PageLink(texts["problem.start"], $"/?lang={view.Frame.Language}");
        return Layout.Render(view.Frame, title, $"""
            <h1>{title}</h1>
            <p class="lead">{texts[$"problem.{view.Problem.PageText}.do"]}</p>
            <p class="actions"><a class="button" href="{next.Href}">{next.Text}</a></p>
            <p class="code">{texts.With("problem.code", ("code", view.Problem.Code))}</p>
            """);
    }
}
