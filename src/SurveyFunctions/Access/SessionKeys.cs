using System.Xml.Linq;

using Microsoft.AspNetCore.DataProtection.Repositories;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyFunctions.Access;

/// <summary>
/// The keys that sessions are sealed with, in a table that all copies of the app read: with the first request that needs them, and not at a start.
/// </summary>
internal sealed class SessionKeys(ITableStore tables) : IXmlRepository
{
    private const string Partition = "key";
    private const string Xml = "Xml";

    // The framework asks for them synchronously, once a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. tables.QueryAsync(StoreNames.SessionKeys, Partition, "!", "~", take: null, CancellationToken.None).ToBlockingEnumerable().Select(row => XElement.Parse(row.GetString(Xml)!))];

    public void StoreElement(XElement element, string friendlyName)
    {
        var row = new TableRow(Partition, friendlyName) { [Xml] = element.ToString(SaveOptions.DisableFormatting) };
        var result = tables.CommitAsync(StoreNames.SessionKeys, [new RowChange(RowChangeType.Add, row)], CancellationToken.None).GetAwaiter().GetResult();
        if (result is not CommitResult.Committed)
            throw new StoreUnavailableException("The storage did not take the key of sessions.");
    }
}
