using RazorSlices;

namespace SurveyFunctions.Pages;

/// <summary>A page as the answer to a request. It is never stored anywhere unless a property says so.</summary>
public sealed class PageResult(RazorSlice page, string language, int status = StatusCodes.Status200OK) : IResult
{
    /// <summary>Null: the page is private to this request. Else browsers may keep it and ask whether it still holds.</summary>
    public string? ETag { get; init; }

    /// <summary>Without an <see cref="ETag"/>: this browser shows the same page again, and no new one, when somebody goes back to it.</summary>
    public bool IsKeptForGoingBack { get; init; }

    /// <summary>Nothing on it is a secret, as a receipt is; <see cref="Compression"/>.</summary>
    public bool IsCompressible { get; init; }

    /// <summary>Null: no <c>Retry-After</c>.</summary>
    public int? RetryAfterSeconds { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Before the answer begins: a template that fails is answered like any other defect.
        using var html = await RenderAsync(page, httpContext.RequestAborted);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentLanguage = language;
        response.Headers.Vary = "Accept-Language";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        if (ETag is null)
        {
            response.Headers.CacheControl = IsKeptForGoingBack ? "private, no-cache" : "no-store";
        }
        else
        {
            response.Headers.ETag = ETag;
            response.Headers.CacheControl = "no-cache";
        }
        if (IsCompressible)
            response.AllowCompression();
        await response.BodyWriter.WriteAsync(html.GetBuffer().AsMemory(0, (int)html.Length), httpContext.RequestAborted);
    }

    /// <summary>The whole document in UTF-8.</summary>
    public static async Task<MemoryStream> RenderAsync(RazorSlice page, CancellationToken cancellationToken)
    {
        var html = new MemoryStream();
        using (page)
            await page.RenderAsync(html, PageText.Encoder, cancellationToken);
        return html;
    }
}
