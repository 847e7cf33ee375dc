using Surveyctl.Commands;
using Surveyctl.Input;
using SurveyStorage;
using SurveyStorage.Azure;
using SurveyStorage.Sqlite;

namespace Surveyctl.Storage;

/// <summary>Which of the two forms of storage, and where: exactly what somebody named. Nothing stands in for it.</summary>
internal abstract record StorageLocation
{
    private StorageLocation()
    {
    }

    /// <summary>The settings by which the app finds it.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <param name="mayCreate">Whether a file that is missing is made; an account always exists.</param>
    /// <exception cref="CommandFailedException">What is named is wrong, or is not there.</exception>
    public abstract IStorage Open(bool mayCreate);

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

        public override IStorage Open(bool mayCreate)
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

        public override IStorage Open(bool mayCreate)
        {
            NamedFile.RequireRegular(Path);
            return mayCreate || File.Exists(Path)
                ? SqliteStorage.Open(Path, TimeProvider.System)
                : throw new CommandFailedException($"There is no file {Path}. To begin a new one: surveyctl setup --file {Path}");
        }
    }
}
