using System.IO.Compression;

using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SurveyFunctions.Pages;

/// <summary>
/// Only an answer whose result says so is compressed. Of a compressed one the length alone can give a secret away to who makes the
/// browser ask again and again with guesses in it (BREACH, https://breachattack.com), over HTTPS too: what holds a receipt is sent as it is.
/// </summary>
public static class Compression
{
    /// <summary>What is shorter fits one packet as it is.</summary>
    private const int LeastBytes = 1024;

    public static IServiceCollection AddCompression(this IServiceCollection services) => services
        .AddSingleton<IResponseCompressionProvider, CompressWhatSaysSo>()
        .Configure<ResponseCompressionOptions>(compression =>
        {
            // Who takes both gets the first: as small, and cheaper to make.
            compression.Providers.Add<GzipCompressionProvider>();
            compression.Providers.Add<BrotliCompressionProvider>();
        })
        // The fastest levels give a third more bytes; the smallest take twice (gzip) and a hundred times (Brotli) as long.
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);

    /// <summary>For an answer without a secret, before its body and after its own <c>Vary</c>.</summary>
    /// <param name="response">Its <c>Vary</c> tells caches, also when this request asks for no compression.</param>
    /// <param name="bytes">Of the body; null: it is a page, and no short one.</param>
    public static void AllowCompression(this HttpResponse response, int? bytes = null)
    {
        if (bytes < LeastBytes)
            return;
        response.Headers.Vary = response.Headers.Vary is [{ } vary] ? $"{vary}, {HeaderNames.AcceptEncoding}" : HeaderNames.AcceptEncoding;
        // There is none when the request accepts no compression.
        if (response.HttpContext.Features.Get<IHttpsCompressionFeature>() is { } compression)
            compression.Mode = HttpsCompressionMode.Compress;
    }

    /// <summary>The framework's own asks that only over HTTPS, which on Azure ends in front of the app.</summary>
    private sealed class CompressWhatSaysSo(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context) =>
            context.Features.Get<IHttpsCompressionFeature>()?.Mode == HttpsCompressionMode.Compress;
    }
}
