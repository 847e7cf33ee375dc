namespace SurveyFunctions.Pages;

/// <summary>The files that the assembly carries, named as in the source tree.</summary>
internal static class EmbeddedFile
{
    /// <exception cref="InvalidOperationException">The project does not embed this file.</exception>
    public static byte[] Read(string path)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"{path} is not embedded in the app.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
