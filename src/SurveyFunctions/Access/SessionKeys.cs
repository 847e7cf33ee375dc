using System.Xml.Linq;

using Azure;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

using SurveyEngine.Keys;

using SurveyStorage;

namespace SurveyFunctions.Access;

/// <summary>
/// The keys that sessions are sealed with, in a table that all copies of the app read: with the first request that needs them, and not at a start.
/// </summary>
public sealed class SessionKeys(ITableStore tables) : IXmlRepository
{
    private const string Partition = "key";
    private const string Xml = "Xml";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Makes the first one, so that no copy of the app does while somebody waits for it. Does nothing if there is one.</summary>
    public static void MakeFirst(ITableStore tables, TimeProvider time)
    {
        using var services = new ServiceCollection().AddSingleton(tables).AddSessionKeys().BuildServiceProvider();
        var keys = services.GetRequiredService<IKeyManager>();
        if (keys.GetAllKeys().Count == 0)
            keys.CreateNewKey(time.GetUtcNow(), time.GetUtcNow() + Lifetime);
    }

    /// <summary>Ends all sessions that there are.</summary>
    public static async Task RemoveAsync(ITableStore tables, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(StoreNames.SessionKeys, Partition, "!", "~", take: null, cancellationToken))
            await tables.CommitAsync(StoreNames.SessionKeys, [new RowChange(RowChangeType.Delete, row, ETag.All)], cancellationToken);
    }

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

internal static class SessionKeysRegistration
{
    /// <summary>Data protection with keys in the <see cref="ITableStore"/> of the container.</summary>
    public static IServiceCollection AddSessionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("SurveyFunctions");
        return services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new SessionKeys(provider.GetRequiredService<ITableStore>())));
    }
}
