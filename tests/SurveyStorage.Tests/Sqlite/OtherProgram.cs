using SurveyStorage.Sqlite;

namespace SurveyStorage.Tests.Sqlite;

/// <summary>Another program on the file.</summary>
internal static class OtherProgram
{
    /// <summary>Made if it is missing; a lock of somebody else is waited for.</summary>
    public static SqliteSession Open(string file) => new($"Data Source={file};Pooling=False");
}
