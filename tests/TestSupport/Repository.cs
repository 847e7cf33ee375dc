namespace TestSupport;

/// <summary>Where the tests find the files of the working tree.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SurveyFunctions.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No SurveyFunctions.sln above {AppContext.BaseDirectory}.");
    }
}
