using SurveyFunctions.Pages;

namespace SurveyFunctions.Hosting;

/// <summary>Bytes that are ready to be sent, with their media type and how long they may be kept.</summary>
public sealed class BytesResult(ReadOnlyMemory<byte> bytes, string contentType, int status = StatusCodes.Status200OK) : IResult
{
    public string CacheControl { get; init; } = "no-store";

    public string? ETag { get; init; }

    /// <summary>The request header that what is at this address depends on; null: none.</summary>
    public string? Vary { get; init; }

    /// <summary>The name under which a browser saves it; null: it is shown.</summary>
    public string? FileName { get; init; }

    /// <summary>Nothing in them is a secret, as a receipt is; <see cref="Compression"/>.</summary>
    public bool IsCompressible { get; init; }

    /// <summary>Null: no <c>Retry-After</c>.</summary>
    public int? RetryAfterSeconds { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = CacheControl;
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Vary is not null)
            response.Headers.Vary = Vary;
        if (IsCompressible)
            response.AllowCompression(bytes.Length);
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        if (FileName is not null)
            response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
