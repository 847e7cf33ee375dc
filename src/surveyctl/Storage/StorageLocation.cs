using Surveyctl.Input;

using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

namespace Surveyctl.Storage;

/// <summary>What a command does with a storage.</summary>
internal enum StorageUse
{
    /// <summary>Nothing is written, so that it may be one that only may be read; a file of an earlier format is not brought to the present one.</summary>
    Read,

    /// <summary>It is written.</summary>
    Change,

    /// <summary>A file that is missing is made.</summary>
    Make,
}

/// <summary>Which of the two forms of storage, and where: exactly what somebody named. Nothing stands in for it.</summary>
internal abstract record StorageLocation
{
    private StorageLocation()
    {
    }

    /// <summary>The settings by which the app finds it.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <param name="use">What is done with it; it matters to a file alone.</param>
    /// <exception cref="CommandFailedException">What is named is wrong, or is not there.</exception>
    public abstract IStorage Open(StorageUse use);

    /// <summary>A storage account, or Azurite.</summary>
    public sealed record Azure(AzureStorageOptions Options) : StorageLocation
    {
        public const string Setting = "AzureWebJobsStorage";

        public Azure(string connectionString)
            : this(new AzureStorageOptions { ConnectionString = connectionString })
        {
        }

        public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
        {
            [Setting] = Options.ConnectionString ?? throw new InvalidOperationException("Only a connection string is handed on."),
        };

        public override IStorage Open(StorageUse use)
        {
            try
            {
                return AzureStorage.Connect(Options);
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException)
            {
                throw new CommandFailedException(wrong.Message);
            }
        }
    }

    /// <summary>The embedded store.</summary>
    /// <param name="Path">Of its file.</param>
    public sealed record Embedded(string Path) : StorageLocation
    {
        public const string Setting = "EmbeddedStore";

        public override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { [Setting] = System.IO.Path.GetFullPath(Path) };

        public override IStorage Open(StorageUse use)
        {
            NamedFile.RequireRegular(Path);
            if (use != StorageUse.Make && !File.Exists(Path))
                throw new CommandFailedException($"There is no file {Path}. To begin a new one: surveyctl setup --file {Path}");
            return use == StorageUse.Read ? SqliteStorage.OpenToRead(Path, TimeProvider.System) : SqliteStorage.Open(Path, TimeProvider.System);
        }
    }
}
