namespace SurveyFunctions.Hosting;

/// <summary>Reads a request's body whole, but never more than it may be.</summary>
public static class BodyReader
{
    /// <summary>Null: the body is larger than <paramref name="mostBytes"/>, which was noticed without reading it all.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > mostBytes)
            return null;
        // One byte more than allowed tells a body that is too large from one that just fits.
        var buffer = new byte[request.ContentLength is { } length ? (int)length + 1 : Math.Min(mostBytes, 8 * 1024) + 1];
        var read = 0;
        while (true)
        {
            var count = await request.Body.ReadAsync(buffer.AsMemory(read), cancellationToken);
            if (count == 0)
                return buffer.AsMemory(0, read);
            read += count;
            if (read > mostBytes)
                return null;
            if (read == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, mostBytes + 1));
        }
    }
}
