using System.Globalization;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Pages;

/// <summary>A problem as the answer to a request: JSON under <c>/api</c>, a page in the reader's language elsewhere.</summary>
public sealed class ProblemResult(Problem problem, IReadOnlyList<SubmissionError>? errors = null) : IResult
{
    /// <summary>Null: the pages' own languages.</summary>
    public IReadOnlyList<PageTexts>? Languages { get; init; }

    /// <inheritdoc cref="PageFrame.Notice"/>
    public string? Notice { get; init; }

    /// <summary>Where a person goes from here; null: the start page.</summary>
    public Func<PageTexts, PageLink>? Next { get; init; }

    /// <summary>In place of the problem's own; null: as the problem says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (problem.SecondsToWait(RetryAfter) is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return httpContext.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? WriteJsonAsync(httpContext) : WritePageAsync(httpContext);
    }

    private Task WriteJsonAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ProblemDocument.MediaType;
        response.Headers.CacheControl = "no-store";
        var document = ProblemDocument.Of(problem, errors).ToUtf8Json();
        response.AllowCompression(document.Length);
        return response.Body.WriteAsync(document, httpContext.RequestAborted).AsTask();
    }

    private Task WritePageAsync(HttpContext httpContext)
    {
        var texts = PageLanguage.Of(httpContext.Request, Languages ?? PageTexts.All);
        var page = ProblemPage.Create(new ProblemView
        {
            Frame = new PageFrame { Texts = texts, Notice = Notice },
            Problem = problem,
            Next = Next?.Invoke(texts),
        });
        return new PageResult(page, texts.Language, problem.Status) { IsCompressible = true }.ExecuteAsync(httpContext);
    }
}

public sealed record ProblemView : PageView
{
    public required Problem Problem { get; init; }

    /// <summary>Where to go from here, such as the form to fill in again; null: the start page.</summary>
    public PageLink? Next { get; init; }

    public override PageText Title => Texts[$"problem.{Problem.PageText}"];

    public PageText WhatToDo => Texts[$"problem.{Problem.PageText}.do"];

    public PageLink Link => Next ?? new PageLink(Texts["problem.start"], Frame.HomeHref);
}
