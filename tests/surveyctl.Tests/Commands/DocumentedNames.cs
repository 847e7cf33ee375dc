using System.Text.RegularExpressions;

using SurveyStorage.Sqlite;

using TestSupport;

namespace Surveyctl.Tests.Commands;

/// <summary>What a command line is run with in place of what is its reader's: names, addresses, accounts, files and times.</summary>
/// <param name="Files">Those that it reads.</param>
/// <param name="Folder">The store that it works on is here, and what it writes.</param>
/// <param name="Connection">Of the account that it works on.</param>
internal sealed partial record DocumentedNames(DocumentedFiles Files, TemporaryFolder Folder, string Connection)
{
    /// <summary>An account in front of the line, as a setting.</summary>
    public const string AccountSetting = "AzureWebJobsStorage__accountName";

    /// <summary>Where the app is; null: none runs.</summary>
    public Uri? App { get; init; }

    /// <summary>The id of somebody who is invited.</summary>
    public string Person { get; init; } = "";

    /// <summary>The id of a program that has a key.</summary>
    public string Key { get; init; } = "";

    public string Store => Folder.File(SqliteStorage.FileName);

    /// <summary>The arguments, with the store and the app named if the line leaves them to what runs or is set.</summary>
    /// <exception cref="InvalidOperationException">It names what nothing stands for.</exception>
    public string[] ArgumentsOf(string line)
    {
        var words = DocumentedLines.ArgumentsOf(line);
        var command = Program.Root().Parse(words).CommandResult.Command;
        List<string> arguments = [.. words.Select((word, i) => InPlaceOf(
            word, isWritten: words[0] is "backup" or "export" ? IsPath(word) : i > 0 && words[i - 1] == "--out"))];
        AddIfMissing("--url", Url);
        if (!line.Contains(AccountSetting, StringComparison.Ordinal) && !arguments.Contains("--connection"))
            AddIfMissing("--file", Store);
        if (command.Name == "up")
        {
            AddIfMissing("--data", Folder.File("data"));
            AddIfMissing("--port", "0");
        }
        return [.. arguments];

        void AddIfMissing(string option, string value)
        {
            if (command.Options.Any(own => own.Name == option) && !arguments.Contains(option))
                arguments.AddRange(option, value);
        }
    }

    private string Url => App?.OriginalString ?? "http://localhost:7071";

    /// <param name="word">Of the line.</param>
    /// <param name="isWritten">Whether it would be a file or folder that is not there yet.</param>
    private string InPlaceOf(string word, bool isWritten) => word switch
    {
        "TENANT" => DocumentedFiles.Tenant,
        "WAVE" or "<wave>" => DocumentedFiles.Wave,
        "0a1b2c3d4e5f" => Person,
        "5e4d3c2b1a0f" => Key,
        "8080" => "0",
        "/tmp/try" => Folder.File("data"),
        "https://surveys.example.org" => Url,
        "UseDevelopmentStorage=true" or "DefaultEndpointsProtocol=https;AccountName=…" => Connection,
        "surveys.db" or "try.db" or "/srv/surveys/surveys.db" => Store,
        "backups/2026-11-26" or "backups/…" or "/var/backups/surveys/2026-11-02" when !isWritten => Files.PathOf("taken-backup"),
        // A time that is over would be refused.
        _ when Time().IsMatch(word) => $"2099{word[4..]}",
        _ when isWritten => Folder.File(word.TrimStart('/')),
        _ when Path.Exists(Files.PathOf(word)) => Files.PathOf(word),
        _ when TimeZoneInfo.TryFindSystemTimeZoneById(word, out _) => word,
        _ when IsPath(word) => Path.Exists(Repository.Path(word))
            ? Repository.Path(word)
            : throw new InvalidOperationException(
                $"Nothing stands for '{word}': make it in {nameof(DocumentedFiles)}, or say in {nameof(DocumentedNames)} what does."),
        _ => word,
    };

    private static bool IsPath(string word) => word == "seeds" || (!word.StartsWith('-') && word.AsSpan().ContainsAny('/', '.'));

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Time();
}
